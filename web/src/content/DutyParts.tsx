// How a recurring order says what it opens and with which values: processes and fields by their labels, and each value in the
// control of its field. What is kept are ids, and the numbers of records.
import { Select } from "antd";
import { useContext } from "react";
import { fieldOf, ofContent, useDefinitions, useProcess } from "../api/definitions";
import { useNumber } from "../api/number";
import type { Field, Process, Reference, Value } from "../api/wire";
import { FieldInput } from "../field/FieldInput";
import { isOffered, isReference } from "../field/value";
import { LinkedText } from "../text/LinkedText";
import { useLabel, useText } from "../text/language";
import { RowAround, ValuesAround } from "./around";
import type { EditorProps } from "./registry";

/** The process whose records the order opens. */
function useOpened(): Process | undefined {
  const { opens } = useContext(ValuesAround);
  return useProcess(typeof opens === "string" ? opens : "");
}

/** A choice among parts of the definitions, by their labels. */
export function PartPicker({
  value,
  onChange,
  parts,
  ...common
}: EditorProps & { parts: Pick<Field, "id" | "label">[] }) {
  const t = useText();
  const label = useLabel();
  const known = parts.some((part) => part.id === value) || value === "";
  return (
    <Select
      {...common}
      status={common["aria-invalid"] ? "error" : undefined}
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      placeholder={t("field.choose")}
      value={value || undefined}
      options={[
        ...parts.map((part) => ({ value: part.id, label: label(part.label, part.id) })),
        ...(known ? [] : [{ value, label: value }]),
      ]}
      onChange={(given) => onChange(given ?? "")}
    />
  );
}

/** The processes that a duty can open records of: those that have a relation to duties. */
export function OpensEditor(props: EditorProps) {
  const { processes } = useDefinitions();
  const duties = ofContent(processes, "duty").map((process) => process.id);
  const isOpened = (process: Process) =>
    process.may.create && process.relations.some((relation) => relation.to.some((id) => duties.includes(id)));
  return <PartPicker {...props} parts={processes.filter(isOpened)} />;
}

const isGiven = (process: Process) => (field: Field) => isOffered(process, field) && field.kind !== "table";

export function GivenFieldEditor(props: EditorProps) {
  const opened = useOpened();
  return <PartPicker {...props} parts={opened?.fields.filter(isGiven(opened)) ?? []} />;
}

export function DueFieldEditor(props: EditorProps) {
  const opened = useOpened();
  return (
    <PartPicker {...props} parts={opened?.fields.filter((field) => field.kind === "date" && !field.derived) ?? []} />
  );
}

/** The field that this row gives a value. */
function useGivenField(): Field | undefined {
  const opened = useOpened();
  const { field } = useContext(RowAround);
  return opened && typeof field === "string" ? fieldOf(opened, field) : undefined;
}

export function GivenValueEditor({ value, onChange, ...common }: EditorProps) {
  const t = useText();
  const field = useGivenField();
  const named = useNumber(value, field?.kind === "reference" && value !== "").data;
  if (!field) return <p className="quiet">{t("content.duty_field_first")}</p>;
  const plain: Field = field.kind === "long_text" ? { ...field, kind: "text" } : field;
  const chosen: Reference | undefined = named
    ? { id: named.id, number: named.number, process: named.process, title: named.title }
    : undefined;
  return (
    <FieldInput
      {...common}
      field={{ ...plain, required: false }}
      value={field.kind === "reference" ? chosen : typed(field, value)}
      onChange={(given) => onChange(written(given))}
    />
  );
}

function typed(field: Field, text: string): Value {
  if (field.kind === "integer") return text === "" ? undefined : Number(text);
  return field.kind === "boolean" ? text === "true" : text;
}

function written(value: Value): string {
  if (isReference(value)) return value.number;
  return value === undefined || value === null ? "" : String(value);
}

export function FieldName({ text }: { text: string }) {
  const label = useLabel();
  const opened = useOpened();
  return <span>{label(opened && fieldOf(opened, text)?.label, text)}</span>;
}

export function GivenValue({ text }: { text: string }) {
  const t = useText();
  const label = useLabel();
  const field = useGivenField();
  const named = useNumber(text, field?.kind === "reference").data;
  if (field?.kind === "choice") {
    return <span>{label(field.options?.find((option) => option.id === text)?.label, text)}</span>;
  }
  if (field?.kind === "boolean") return <span>{t(text === "true" ? "field.yes" : "field.no")}</span>;
  return (
    <>
      {named ? <span>{named.title} </span> : null}
      <LinkedText text={text} />
    </>
  );
}
