// The table of what is proposed of one process: chosen, renamed, then opened one after the other.
import { Button, Checkbox, Input, Progress, Select } from "antd";
import { useState } from "react";
import { ofContent, useDefinitions } from "../api/definitions";
import { useProposals } from "../api/guide";
import { useOnce } from "../api/once";
import { useOpen, useStanding } from "../api/setup";
import type { Field, ListedRecord, Process, Reference, SetupForm, TableRow, Value } from "../api/wire";
import { filled } from "../field/value";
import { Fault } from "../look/Fault";
import { useLabel, useLanguage, useText } from "../text/language";
import { bodyOf, columnsOf, idsIn, type Row, rowsOf } from "./proposal";
import { proposedTitle } from "./text";

interface ProposalTableProps {
  process: Process;
  form: SetupForm;
  standing: ListedRecord[];
  /** What was opened of the template here, by key. */
  made: ReadonlyMap<string, Reference>;
  onMade: (key: string, record: Reference) => void;
}

export function ProposalTable({ process, form, standing, made, onMade }: ProposalTableProps) {
  const t = useText();
  const label = useLabel();
  const { language } = useLanguage();
  const all = useProposals().data?.items ?? [];
  const proposals = all.filter((one) => one.process === process.id);
  const [changes, setChanges] = useState<{ [key: string]: Partial<Row> }>({});
  const [opened, setOpened] = useState(0);
  const opening = useOpen();
  const known = useKnown(made);
  const rows = rowsOf(process, proposals, language, standing).map((row) => ({ ...row, ...changes[row.key] }));
  const chosen = rows.filter((row) => row.chosen);
  const columns = columnsOf(process, form.fields, proposals);
  const change = (row: Row, part: Partial<Row>) =>
    setChanges((before) => ({ ...before, [row.key]: { ...before[row.key], ...part } }));
  const open = useOnce(async () => {
    const there = new Map(known);
    setOpened(0);
    for (const row of chosen) {
      const fields = filled(bodyOf(process, row, language, there));
      const record = await opening.mutateAsync({ form, fields }).catch(() => undefined);
      if (!record) return;
      there.set(row.key, record);
      onMade(row.key, record);
      // What was opened under another name is not proposed again.
      change(row, { chosen: false });
      setOpened((n) => n + 1);
    }
  });
  if (rows.length === 0) return null;
  return (
    <section className="setup-form" aria-labelledby={`proposed-${process.id}`}>
      <h3 id={`proposed-${process.id}`}>{t("setup.from_template", { process: label(process.label) })}</h3>
      <div className="scroll">
        <table className="setup-table">
          <thead>
            <tr>
              <th scope="col">
                <Checkbox
                  aria-label={t("setup.choose_all")}
                  checked={chosen.length === rows.length}
                  indeterminate={chosen.length > 0 && chosen.length < rows.length}
                  onChange={({ target }) => rows.map((row) => change(row, { chosen: target.checked }))}
                />
              </th>
              {columns.map((column) => (
                <th key={column.id} scope="col">
                  {label(shownIn(column).label, column.id)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key} className={row.chosen ? undefined : "left-out"}>
                <td>
                  <Checkbox
                    aria-label={t("setup.choose", { title: proposedTitle(process, row.proposal, language) })}
                    checked={row.chosen}
                    onChange={({ target }) => change(row, { chosen: target.checked })}
                  />
                </td>
                {columns.map((column) => (
                  <td key={column.id} data-label={label(shownIn(column).label, column.id)}>
                    <Cell
                      field={column}
                      row={row}
                      known={known}
                      onChange={(value) => change(row, { values: { ...row.values, [column.id]: value } })}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Fault error={opening.error} />
      <div className="setup-act">
        <Button type="primary" loading={open.isBusy} disabled={chosen.length === 0} onClick={() => open.run()}>
          {t("setup.open_chosen", { n: chosen.length })}
        </Button>
        {open.isBusy ? (
          <Progress
            size="small"
            percent={(opened / (opened + chosen.length)) * 100}
            showInfo={false}
            aria-label={t("setup.opening")}
          />
        ) : null}
      </div>
    </section>
  );
}

/** The proposals that there are records of already, by key: those opened here, and those that are called so. */
function useKnown(made: ReadonlyMap<string, Reference>): ReadonlyMap<string, Reference> {
  const { processes } = useDefinitions();
  const { language } = useLanguage();
  const [department] = ofContent(processes, "department");
  const standing = useStanding(department?.id).data?.items ?? [];
  const proposals = useProposals().data?.items ?? [];
  const found = new Map<string, Reference>(made);
  for (const proposal of department ? proposals.filter((one) => one.process === department.id) : []) {
    const title = department ? proposedTitle(department, proposal, language) : "";
    const record = standing.find((one) => one.title === title);
    if (record) found.set(proposal.key, record);
  }
  return found;
}

interface CellProps {
  field: Field;
  row: Row;
  known: ReadonlyMap<string, Reference>;
  onChange: (value: Value) => void;
}

function Cell({ field, row, known, onChange }: CellProps) {
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
      value={value?.id}
      options={standing.map((one) => ({ value: one.id, label: one.title }))}
      onChange={(id) => onChange(standing.find((one) => one.id === id))}
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
function shownIn(field: Field): Field {
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
