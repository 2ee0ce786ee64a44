// One condition by clicks: field, operator, value.
import { Button, Select } from "antd";
import { useState } from "react";
import { fieldOf } from "../api/definitions";
import type { Field, Process, Value } from "../api/wire";
import { FieldInput } from "../field/FieldInput";
import { isReference } from "../field/value";
import { useLabel, useText } from "../text/language";
import { useColumnLabel } from "./column";
import { type Condition, filterable, kindOf, type Operator, operatorsOf, SHARED } from "./condition";
import { needsValue, OPERATOR_TEXT } from "./operator";

export function ConditionForm({ process, onAdd }: { process: Process; onAdd: (condition: Condition) => void }) {
  const t = useText();
  const label = useLabel();
  const columnLabel = useColumnLabel(process);
  const [field, setField] = useState<string>();
  const [operator, setOperator] = useState<Operator>("is");
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
  const text = isReference(value) ? value.id : value === undefined || value === null ? "" : String(value);
  const complete = field && (!needsValue(operator) || text !== "");
  return (
    <form
      className="condition-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (complete) onAdd(needsValue(operator) ? { field, operator, value: text } : { field, operator });
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
          options={operatorsOf(kind).map((one) => ({ value: one, label: t(OPERATOR_TEXT[one]) }))}
          onChange={setOperator}
        />
      ) : null}
      {field && needsValue(operator) ? (
        <FieldInput field={asField(process, field)} value={value} onChange={setValue} />
      ) : null}
      <Button type="primary" htmlType="submit" disabled={!complete}>
        {t("list.apply")}
      </Button>
    </form>
  );
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
