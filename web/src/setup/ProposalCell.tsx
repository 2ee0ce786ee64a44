// A cell of the table of what is proposed: a text, a record that is named, or ids of processes and roles.
import { Input, Select } from "antd";
import { useDefinitions } from "../api/definitions";
import { useProposals } from "../api/guide";
import { useStanding } from "../api/setup";
import type { Field, Reference, TableRow, Value } from "../api/wire";
import { useLabel, useLanguage } from "../text/language";
import { idsIn, type Row } from "./proposal";
import { proposedTitle } from "./text";

interface CellProps {
  field: Field;
  row: Row;
  known: ReadonlyMap<string, Reference>;
  onChange: (value: Value) => void;
}

export function Cell({ field, row, known, onChange }: CellProps) {
  const label = useLabel();
  const value = row.values[field.id];
  const name = label(field.label, field.id);
  if (field.kind === "reference") return <Named field={field} row={row} known={known} onChange={onChange} />;
  if (field.kind === "table") return <Ids field={field} value={value} onChange={onChange} />;
  return (
    <Input
      size="small"
      aria-label={name}
      disabled={!row.chosen}
      value={typeof value === "string" ? value : ""}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** A reference: what the template says, or another record that is there. */
function Named({ field, row, known, onChange }: CellProps) {
  const label = useLabel();
  const standing = useStanding(field.to[0]).data?.items ?? [];
  const proposed = String(row.proposal.fields[field.id] ?? "").replace(/^@/, "");
  const title = useProposedTitle(field, proposed);
  const value = (row.values[field.id] as Reference | undefined) ?? known.get(proposed);
  return (
    <Select
      size="small"
      aria-label={label(field.label, field.id)}
      disabled={!row.chosen}
      allowClear
      placeholder={title}
      value={value && { value: value.id, label: value.title || value.number }}
      labelInValue
      options={standing.map((one) => ({ value: one.id, label: one.title }))}
      onChange={(chosen) => onChange(standing.find((one) => one.id === chosen?.value))}
    />
  );
}

/** What the proposal with that key would be called, as long as there is no record of it. */
function useProposedTitle(field: Field, key: string): string | undefined {
  const { language } = useLanguage();
  const { processes } = useDefinitions();
  const proposal = (useProposals().data?.items ?? []).find((one) => one.key === key && field.to.includes(one.process));
  const process = processes.find((one) => one.id === proposal?.process);
  return proposal && process ? proposedTitle(process, proposal, language) : undefined;
}

/** Whether a column beside others holds ids, as texts. */
const isOfIds = (column: Field) => !column.required && column.kind === "text";

/** The column of a table field whose ids a cell shows; where it is the only one, the field speaks for itself. */
export function shownIn(field: Field): Field {
  return (field.columns.length > 1 ? field.columns.find(isOfIds) : undefined) ?? field;
}

/** A table of which one column names processes or roles: those are chosen, the rest of the row follows. */
function Ids({ field, value, onChange }: { field: Field; value: Value; onChange: (value: Value) => void }) {
  const label = useLabel();
  const { processes, roles } = useDefinitions();
  const column = field.columns.find(isOfIds) ?? field.columns[0];
  if (!column) return null;
  const rows = Array.isArray(value) ? value : [];
  const ids = idsIn(value, column.id);
  const other = field.columns.find((one) => one.required && one.id !== column.id);
  const choices = other ? processes : roles;
  const made = (id: string): TableRow =>
    rows.find((row) => row[column.id] === id) ?? {
      [column.id]: id,
      ...(other ? { [other.id]: label(choices.find((one) => one.id === id)?.label, id) } : {}),
    };
  return (
    <Select
      mode="multiple"
      maxTagCount="responsive"
      aria-label={label(field.label, field.id)}
      showSearch={{ optionFilterProp: "label" }}
      value={ids}
      options={choices.map((one) => ({ value: one.id, label: label(one.label, one.id) }))}
      onChange={(chosen) => onChange([...rows.filter((row) => row[column.id] === undefined), ...chosen.map(made)])}
    />
  );
}
