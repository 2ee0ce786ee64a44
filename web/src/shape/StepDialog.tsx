// A step that is there: renamed, and tightened: fewer who may, more that is asked for, others kept apart, an approval.
import { Checkbox, Select } from "antd";
import { useState } from "react";
import { useDefinitions } from "../api/definitions";
import type { Patch, Written, WrittenStep } from "../api/shape";
import { Entry } from "../field/Entry";
import { useLabel, useText } from "../text/language";
import { ChangeDialog, isWhole, LabelEntries } from "./ChangeDialog";
import { useRoleOptions } from "./Flow";
import { tighten } from "./patch";
import type { Draft } from "./useDraft";
import { FORM, worded } from "./vocabulary";
import { useWords } from "./words";

interface StepDialogProps {
  process: string;
  shape: Written;
  id: string;
  step: WrittenStep;
  draft: Draft;
  onClose: () => void;
}

export function StepDialog({ process, shape, id, step, draft, onClose }: StepDialogProps) {
  const t = useText();
  const label = useLabel();
  const words = useWords(shape);
  const roles = useRoleOptions(useDefinitions().roles);
  const [name, setName] = useState(step.label);
  const [by, setBy] = useState(step.by ?? []);
  const [requires, setRequires] = useState(step.requires ?? []);
  const [notSameAs, setNotSameAs] = useState(step.not_same_as ?? []);
  const [comment, setComment] = useState("");
  const [voters, setVoters] = useState<string[]>([]);
  const [form, setForm] = useState("one");
  const called = label(step.label, id);
  const made = (): Patch | { missing: string } => {
    if (!isWhole(name)) return { missing: t("shape.label_zh") };
    const approval = voters.length > 0 ? { by: voters, form } : undefined;
    const patch = tighten(process, shape, id, { by, requires, notSameAs, comment, approval });
    const isRenamed = name.zh !== step.label.zh || name.en !== step.label.en;
    return isRenamed ? withLabel(patch, process, id, name) : patch;
  };
  const fields = Object.entries(shape.fields).filter(([, field]) => !field.derived && !field.retired);
  const others = Object.keys(shape.transitions ?? {}).filter((other) => other !== id);
  const parties = ["opener", ...others.map((other) => `doer:${other}`)];
  return (
    <ChangeDialog title={t("shape.tighten", { name: called })} {...{ draft, made, onClose }}>
      <p className="quiet">{t("shape.tighten_note")}</p>
      <LabelEntries value={name} onChange={setName} />
      <fieldset>
        <legend>{t("shape.who")}</legend>
        {(step.by ?? []).map((holder) => (
          <Checkbox
            key={holder}
            checked={by.includes(holder)}
            onChange={({ target }) =>
              setBy((step.by ?? []).filter((one) => (one === holder ? target.checked : by.includes(one))))
            }
          >
            {words.holder(holder)}
          </Checkbox>
        ))}
      </fieldset>
      <Entry label={t("shape.require")}>
        {(place) => (
          <Select
            id={place}
            mode="multiple"
            value={requires}
            showSearch={{ optionFilterProp: "label" }}
            options={fields.map(([value, field]) => ({
              value,
              label: label(field.label, value),
              disabled: step.requires?.includes(value) ?? false,
            }))}
            onChange={(chosen) => setRequires(keeping(step.requires, chosen))}
          />
        )}
      </Entry>
      <Entry label={t("shape.separate")}>
        {(place) => (
          <Select
            id={place}
            mode="multiple"
            value={notSameAs}
            showSearch={{ optionFilterProp: "label" }}
            options={parties.map((value) => ({ value, label: words.party(value) }))}
            onChange={(chosen) => setNotSameAs(keeping(step.not_same_as, chosen))}
          />
        )}
      </Entry>
      {step.comment === undefined ? (
        <Entry label={t("shape.need_comment")}>
          {(place) => (
            <Select
              id={place}
              value={comment}
              options={[
                { value: "", label: t("shape.comment_none") },
                { value: "internal", label: t("shape.comment_internal") },
                { value: "public", label: t("shape.comment_public") },
              ]}
              onChange={setComment}
            />
          )}
        </Entry>
      ) : null}
      {step.approval === undefined && step.by ? (
        <>
          <Entry label={t("shape.approval")}>
            {(place) => (
              <Select
                id={place}
                mode="multiple"
                value={voters}
                showSearch={{ optionFilterProp: "label" }}
                options={roles}
                onChange={setVoters}
              />
            )}
          </Entry>
          {voters.length > 0 ? (
            <Entry label={t("shape.approval_form")}>
              {(place) => (
                <Select
                  id={place}
                  value={form}
                  options={Object.keys(FORM).map((value) => ({ value, label: worded(FORM, value, t) }))}
                  onChange={setForm}
                />
              )}
            </Entry>
          ) : null}
        </>
      ) : null}
    </ChangeDialog>
  );
}

/** What was chosen, with what was there before: it may only grow. */
const keeping = (before: string[] | undefined, chosen: string[]) => [...new Set([...(before ?? []), ...chosen])];

function withLabel(patch: Patch, process: string, id: string, label: { zh: string; en: string }): Patch {
  const { process: of } = patch as { process: { [id: string]: { transitions: { [id: string]: Patch } } } };
  return { process: { [process]: { transitions: { [id]: { label, ...of[process]?.transitions[id] } } } } };
}
