// The control in which a value is entered, by the field's kind.
import { Input, InputNumber, Select, Switch } from "antd";
import { useContext } from "react";
import type { Field, TableRow, Value } from "../api/wire";
import { ValuesAround } from "../content/around";
import { useFieldParts } from "../content/context";
import { AnswerFields } from "../form/AnswerFields";
import { FormBuilder } from "../form/FormBuilder";
import { isAnswers, isQuestions } from "../form/shape";
import { useLabel, useText } from "../text/language";
import { DateInput } from "./DateInput";
import { Length } from "./Length";
import { type Narrowing, ReferencePicker } from "./ReferencePicker";
import { TableEditor } from "./TableEditor";
import { isReference } from "./value";

export interface FieldInputProps {
  field: Field;
  value: Value;
  onChange: (value: Value) => void;
  id?: string;
  invalid?: boolean;
  describedBy?: string;
  autoFocus?: boolean;
  narrowing?: Narrowing;
}

export function FieldInput(props: FieldInputProps) {
  const { field, value } = props;
  const isText = field.kind === "text" || field.kind === "long_text";
  return (
    <>
      <Control {...props} />
      {isText ? <Length max={field.max} text={text(value)} /> : null}
    </>
  );
}

function Control({ field, value, onChange, id, invalid, describedBy, autoFocus, narrowing }: FieldInputProps) {
  const t = useText();
  const label = useLabel();
  const around = useContext(ValuesAround);
  const Editor = useFieldParts(field)?.Editor;
  const name = label(field.label, field.id);
  const common = {
    id,
    autoFocus,
    "aria-label": name,
    "aria-describedby": describedBy,
    "aria-invalid": invalid ? (true as const) : undefined,
  };
  const status = invalid ? ("error" as const) : undefined;
  if (Editor) return <Editor {...common} value={text(value)} onChange={onChange} />;
  switch (field.kind) {
    case "text":
      return (
        <Input {...common} status={status} value={text(value)} onChange={(event) => onChange(event.target.value)} />
      );
    case "long_text":
      return (
        <Input.TextArea
          {...common}
          status={status}
          autoSize={{ minRows: 3, maxRows: 16 }}
          value={text(value)}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case "integer":
      return (
        <InputNumber
          {...common}
          status={status}
          precision={0}
          min={field.min ?? undefined}
          max={field.max ?? undefined}
          value={typeof value === "number" ? value : null}
          onChange={(given) => onChange(given ?? undefined)}
        />
      );
    case "decimal":
      return (
        <InputNumber<string>
          {...common}
          status={status}
          stringMode
          value={text(value) || null}
          onChange={(given) => onChange(given ?? undefined)}
        />
      );
    case "boolean":
      return (
        <Switch
          {...common}
          checked={value === true}
          checkedChildren={t("field.yes")}
          unCheckedChildren={t("field.no")}
          onChange={onChange}
        />
      );
    case "date":
    case "timestamp":
      return <DateInput {...common} isMoment={field.kind === "timestamp"} value={text(value)} onChange={onChange} />;
    case "choice":
      return (
        <Select
          {...common}
          status={status}
          allowClear={!field.required}
          showSearch={{ optionFilterProp: "label" }}
          placeholder={t("field.choose")}
          value={typeof value === "string" ? value : undefined}
          options={field.options?.map((option) => ({ value: option.id, label: label(option.label, option.id) }))}
          onChange={(given) => onChange(given)}
        />
      );
    case "reference":
      return (
        <ReferencePicker
          {...common}
          status={status}
          to={field.to ?? []}
          narrowing={narrowing}
          offeredTo={field.offered_to?.map((id) => around[id]).filter(isReference)}
          value={isReference(value) ? value : undefined}
          onChange={onChange}
        />
      );
    case "table":
      return <TableInput field={field} rows={Array.isArray(value) ? value : []} onChange={onChange} />;
  }
}

/** A table: a form that is built, a form that is answered, or rows as they are. */
function TableInput(props: { field: Field; rows: TableRow[]; onChange: (rows: TableRow[]) => void }) {
  if (isQuestions(props.field)) return <FormBuilder {...props} />;
  return isAnswers(props.field) ? <AnswerFields {...props} /> : <TableEditor {...props} />;
}

function text(value: Value): string {
  return value === undefined || value === null ? "" : String(value);
}
