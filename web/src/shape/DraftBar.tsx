// Above a process: which overlay its changes are gathered in, how one begins one, takes the last change back and goes on to have it
// compared, checked and approved.
import { Link, useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { newKey, Refusal } from "../api/client";
import { fieldOf, ofContent, stateOf, useDefinitions } from "../api/definitions";
import { useOnce } from "../api/once";
import { useCreate } from "../api/record";
import { useOverlayDrafts, type Written } from "../api/shape";
import type { Process } from "../api/wire";
import { FieldRow } from "../field/FieldRow";
import { Dialog } from "../look/Dialog";
import { DialogForm } from "../look/DialogForm";
import { Fault } from "../look/Fault";
import { useLabel, useText } from "../text/language";
import type { Draft } from "./useDraft";

interface DraftBarProps {
  process: string;
  shape: Written;
  draft: Draft | undefined;
  broken: unknown;
}

export function DraftBar(props: DraftBarProps) {
  const { processes } = useDefinitions();
  const [keeper] = ofContent(processes, "overlay");
  if (props.draft) return <Chosen {...props} draft={props.draft} keeper={keeper} />;
  return keeper?.may.create ? <Choice {...props} keeper={keeper} /> : null;
}

/** No overlay is chosen: one of those that are drafted, or a new one. */
function Choice({ process, shape, keeper }: DraftBarProps & { keeper: Process }) {
  const t = useText();
  const [isStarting, setStarting] = useState(false);
  const drafts = useOverlayDrafts(keeper).data?.items ?? [];
  return (
    <section className="draft-bar" aria-label={t("shape.start")}>
      <Button onClick={() => setStarting(true)}>{t("shape.start")}</Button>
      <span className="quiet">{t("shape.start_note")}</span>
      {drafts.length > 0 ? (
        <ul className="plain">
          {drafts.map((one) => (
            <li key={one.number}>
              <Link to="/processes/$process" params={{ process }} search={{ overlay: one.number }}>
                {t("shape.go_on", { number: one.number, title: one.title })}
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
      {isStarting ? (
        <StartDialog process={process} shape={shape} keeper={keeper} onClose={() => setStarting(false)} />
      ) : null}
    </section>
  );
}

interface StartDialogProps {
  process: string;
  shape: Written;
  keeper: Process;
  onClose: () => void;
}

function StartDialog({ process, shape, keeper, onClose }: StartDialogProps) {
  const t = useText();
  const label = useLabel();
  const navigate = useNavigate();
  const create = useCreate(keeper.id);
  const [key] = useState(newKey);
  const [values, setValues] = useState<{ [field: string]: string }>({
    [keeper.title]: t("shape.start_name", { process: label(shape.label) }),
    reason: "",
  });
  const [error, setError] = useState<unknown>();
  const submit = useOnce(async () => {
    setError(undefined);
    try {
      const text = `# ${values[keeper.title] ?? ""}\n`;
      const made = await create.mutateAsync({ fields: { ...values, text }, key });
      void navigate({ to: "/processes/$process", params: { process }, search: { overlay: made.number } });
      onClose();
    } catch (failure) {
      setError(failure);
    }
  });
  const refusal = error instanceof Refusal ? error : undefined;
  const fields = Object.keys(values);
  return (
    <Dialog
      open
      title={t("shape.start_title")}
      okText={t("shape.start")}
      cancelText={t("shape.cancel")}
      confirmLoading={submit.isBusy}
      onOk={() => submit.run()}
      onCancel={onClose}
    >
      <DialogForm onSubmit={() => submit.run()}>
        {fields.map((id) => {
          const field = fieldOf(keeper, id);
          return field ? (
            <FieldRow
              key={id}
              field={field}
              required
              value={values[id]}
              fault={refusal?.at(id)}
              onChange={(value) => setValues({ ...values, [id]: String(value ?? "") })}
            />
          ) : null;
        })}
        <p className="quiet">{t("shape.start_note")}</p>
        {fields.some((id) => refusal?.at(id)) ? null : <Fault error={error} />}
      </DialogForm>
    </Dialog>
  );
}

function Chosen({ process, draft, keeper, broken }: DraftBarProps & { draft: Draft; keeper: Process | undefined }) {
  const t = useText();
  const label = useLabel();
  const [error, setError] = useState<unknown>();
  const undo = useOnce(async () => {
    setError(undefined);
    await draft.undo?.().catch(setError);
  });
  const { record } = draft;
  return (
    <section className="draft-bar" aria-label={t("shape.drafting")}>
      <p>
        <span className="quiet">{t("shape.drafting")}</span>{" "}
        <Link to="/records/$process/$number" params={{ process: draft.keeper, number: draft.number }}>
          <code>{draft.number}</code> {record?.title}
        </Link>{" "}
        {record ? <span className="sign open">{label(stateOf(keeper, record.state)?.label)}</span> : null}
      </p>
      <p className="quiet">{t(!record || draft.mayEdit ? "shape.shown_with" : "shape.not_editable")}</p>
      <div className="draft-acts">
        <Link to="/records/$process/$number" params={{ process: draft.keeper, number: draft.number }}>
          {t("shape.review")}
        </Link>
        {draft.undo ? (
          <Button size="small" loading={undo.isBusy} onClick={() => undo.run()}>
            {t("shape.undo")}
          </Button>
        ) : null}
        <Link to="/processes/$process" params={{ process }}>
          {t("shape.stop")}
        </Link>
      </div>
      <Fault error={draft.error ?? error} />
      <Fault error={broken} said={t("shape.broken")} />
    </section>
  );
}
