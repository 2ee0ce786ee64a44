// One condition by clicks: field, operator, value.
import { Button, Select } from "antd";
import { useState } from "react";
import { fieldOf, ofContent, useDefinitions } from "../api/definitions";
import type { Field, Process, Value } from "../api/wire";
import { FieldInput } from "../field/FieldInput";
import { isReference } from "../field/value";
import { useLabel, useText } from "../text/language";
import { useColumnLabel } from "./column";
import { type Condition, filterable, kindOf, type Operator, operatorsOf, SHARED } from "./condition";
import { ACTOR_TEXT, needsValue, OPERATOR_TEXT } from "./operator";

/** The comparison with whoever looks. */
const OWN = "own";

export function ConditionForm({ process, onAdd }: { process: Process; onAdd: (condition: Condition) => void }) {
  const t = useText();
  const label = useLabel();
  const columnLabel = useColumnLabel(process);
  const [field, setField] = useState<string>();
  const [operator, setOperator] = useState<Operator | typeof OWN>("is");
  const [value, setValue] = useState<Value>();
  const kind = field ? kindOf(process, field) : undefined;
  const choose = (id: string) => {
    setField(id);
    setOperator(operatorsOf(kindOf(process, id))[0] ?? "is");
    setValue(kindOf(process, id) === "boolean" ? true : undefined);
  };
  const options = [
    ...Object.keys(SHARED).map((id) => ({ value: id, label: columnLabel(id) })),
    ...filterable(process).map((one) => ({ value: one.id, label: label(one.label, one.id) })),
  ];
  const actor = useActorIn(process, field);
  const isOwn = operator === OWN;
  const takesValue = !isOwn && needsValue(operator);
  const text = isReference(value) ? value.id : value === undefined || value === null ? "" : String(value);
  const complete = field && (!takesValue || text !== "");
  const add = () => {
    if (!field) return;
    if (isOwn) onAdd({ field, operator: "is", actor });
    else onAdd(takesValue ? { field, operator, value: text } : { field, operator });
  };
  return (
    <form
      className="condition-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (complete) add();
      }}
    >
      <Select
        aria-label={t("list.field")}
        placeholder={t("list.field")}
        autoFocus
        showSearch={{ optionFilterProp: "label" }}
        value={field}
        options={options}
        onChange={choose}
      />
      {field && kind ? (
        <Select
          aria-label={t("list.operator")}
          value={operator}
          options={[
            ...operatorsOf(kind).map((one) => ({ value: one, label: t(OPERATOR_TEXT[one]) })),
            ...(actor ? [{ value: OWN, label: `${t("list.is")} ${t(ACTOR_TEXT[actor])}` }] : []),
          ]}
          onChange={setOperator}
        />
      ) : null}
      {field && takesValue ? <FieldInput field={asField(process, field)} value={value} onChange={setValue} /> : null}
      <Button type="primary" htmlType="submit" disabled={!complete}>
        {t("list.apply")}
      </Button>
    </form>
  );
}

/** What of whoever looks can stand in the field: themselves, where it names people; their department. */
function useActorIn(process: Process, id: string | undefined): Condition["actor"] {
  const { processes } = useDefinitions();
  const to = (id && fieldOf(process, id)?.to) || [];
  const names = (content: string) => ofContent(processes, content).some((one) => to.includes(one.id));
  if (names("person")) return "id";
  return names("department") ? "department" : undefined;
}

/** A shared property as if it were a field, so that it gets the same control. */
function asField(process: Process, id: string): Field {
  const field = fieldOf(process, id);
  if (field) return { ...field, required: false };
  const bare = {
    id,
    label: { zh: id, en: id },
    required: false,
    internal: false,
    derived: false,
    fixed: false,
    indexed: true,
  };
  return { ...bare, kind: SHARED[id] ?? "text", options: process.states, to: [], columns: [] };
}
