// A new state with the ways through it: from where one comes to it, where one goes on, who may, and what the clocks do in it.
import { Input, Radio, Select } from "antd";
import { useState } from "react";
import { useDefinitions } from "../api/definitions";
import type { Written } from "../api/shape";
import type { Label } from "../api/wire";
import { Entry } from "../field/Entry";
import { useLabel, useText } from "../text/language";
import { ChangeDialog, isWhole, LabelEntries } from "./ChangeDialog";
import { stateOptions, useRoleOptions } from "./Flow";
import { addState, type ClockDoes, idFrom, type Way } from "./patch";
import type { Draft } from "./useDraft";
import { CLOCK, KIND, worded } from "./vocabulary";
import { useWords } from "./words";

interface NewStateDialogProps {
  process: string;
  shape: Written;
  draft: Draft;
  onClose: () => void;
}

/** The kinds that a record passes through; where records come to rest is written as TOML. */
const KINDS = ["open", "waiting"] as const;
const EMPTY: Label = { zh: "", en: "" };
const NO_WAY: Way = { label: EMPTY, by: [], states: [] };

export function NewStateDialog({ process, shape, draft, onClose }: NewStateDialogProps) {
  const t = useText();
  const label = useLabel();
  const words = useWords(shape);
  const holders = useHolders(shape);
  const states = stateOptions(shape, words);
  const [name, setName] = useState(EMPTY);
  const [ownId, setId] = useState<string>();
  const [kind, setKind] = useState<string>("open");
  const [enter, setEnter] = useState(NO_WAY);
  const [leave, setLeave] = useState(NO_WAY);
  const [clocks, setClocks] = useState<{ [clock: string]: ClockDoes }>(() =>
    Object.fromEntries(Object.keys(shape.clocks ?? {}).map((id) => [id, "runs"])),
  );
  const id = ownId ?? idFrom(name.en);
  const lacks = (): string | undefined => {
    if (!isWhole(name)) return t(name.zh.trim() ? "shape.label_en" : "shape.label_zh");
    if (!id) return t("shape.id");
    if (enter.states.length === 0) return t("shape.enter_from");
    if (leave.states.length === 0) return t("shape.leave_to");
    if (!isWhole(enter.label) || !isWhole(leave.label)) return t("shape.step_label");
    return enter.by.length === 0 || leave.by.length === 0 ? t("shape.who") : undefined;
  };
  const made = () => {
    const missing = lacks();
    return missing ? { missing } : addState(process, shape, { id, label: name, kind, enter, leave, clocks });
  };
  return (
    <ChangeDialog title={t("shape.add_state")} fresh={freshOf(process, id)} {...{ draft, made, onClose }}>
      {(faultOf) => (
        <>
          <LabelEntries value={name} onChange={setName} />
          <Entry label={t("shape.id")} help={t("shape.id_help")} fault={faultOf("id")} isRequired>
            {(place) => <Input id={place} value={id} onChange={({ target }) => setId(target.value)} />}
          </Entry>
          <Entry label={t("shape.kind")}>
            {(place) => (
              <Select
                id={place}
                value={kind}
                options={KINDS.map((value) => ({ value, label: worded(KIND, value, t) }))}
                onChange={setKind}
              />
            )}
          </Entry>
          <WayEntries
            title={t("shape.state_enter")}
            where={t("shape.enter_from")}
            {...{ way: enter, states, holders }}
            onChange={setEnter}
          />
          <WayEntries
            title={t("shape.state_leave")}
            where={t("shape.leave_to")}
            isOne
            {...{ way: leave, states, holders }}
            onChange={setLeave}
          />
          {Object.entries(shape.clocks ?? {}).map(([clock, { label: called }]) => (
            <fieldset key={clock}>
              <legend>{label(called, clock)}</legend>
              <Radio.Group
                value={clocks[clock]}
                options={(["runs", "pauses", "stops"] as const).map((value) => ({
                  value,
                  label: t(CLOCK[value]),
                }))}
                onChange={({ target }) => setClocks({ ...clocks, [clock]: target.value as ClockDoes })}
              />
              {clocks[clock] === "stops" ? (
                <p className="quiet" role="note">
                  {t("shape.clock_met", { clock: label(called, clock), state: label(name) || id })}
                </p>
              ) : null}
            </fieldset>
          ))}
        </>
      )}
    </ChangeDialog>
  );
}

/** What the new state brings: itself, and the steps to it and from it. */
const freshOf = (process: string, id: string) =>
  [`states.${id}`, `transitions.to_${id}`, `transitions.from_${id}`].map((part) => `process.${process}.${part}`);

interface Choice {
  value: string;
  label: string;
}

interface WayEntriesProps {
  title: string;
  where: string;
  /** It leads to one state. */
  isOne?: boolean;
  way: Way;
  states: Choice[];
  holders: Choice[];
  onChange: (way: Way) => void;
}

function WayEntries({ title, where, isOne = false, way, states, holders, onChange }: WayEntriesProps) {
  const t = useText();
  return (
    <fieldset>
      <legend>{title}</legend>
      <LabelEntries
        value={way.label}
        onChange={(label) => onChange({ ...way, label })}
        zh={`${t("shape.step_label")} · ${t("shape.in_zh")}`}
        en={`${t("shape.step_label")} · ${t("shape.in_en")}`}
      />
      <Entry label={where} isRequired>
        {(place) =>
          isOne ? (
            <Select
              id={place}
              showSearch={{ optionFilterProp: "label" }}
              value={way.states[0]}
              options={states}
              onChange={(state) => onChange({ ...way, states: [state] })}
            />
          ) : (
            <Select
              id={place}
              mode="multiple"
              value={way.states}
              options={states}
              showSearch={{ optionFilterProp: "label" }}
              onChange={(chosen) => onChange({ ...way, states: chosen })}
            />
          )
        }
      </Entry>
      <Entry label={t("shape.who")} isRequired>
        {(place) => (
          <Select
            id={place}
            mode="multiple"
            value={way.by}
            options={holders}
            showSearch={{ optionFilterProp: "label" }}
            onChange={(by) => onChange({ ...way, by })}
          />
        )}
      </Entry>
    </fieldset>
  );
}

/** Who may do a step: roles, and whom a field of the record names. */
function useHolders(shape: Written): Choice[] {
  const words = useWords(shape);
  const roles = useRoleOptions(useDefinitions().roles);
  const people = ["@assignee", "@requester"].filter((holder) => shape.fields[holder.slice(1)] !== undefined);
  return [...people.map((value) => ({ value, label: words.holder(value) })), ...roles];
}
