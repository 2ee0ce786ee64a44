// What is chosen of a template: rows to be opened in order, each naming those before it.
import type { Field, Fields, Language, ListedRecord, Process, Proposal, Reference, Value } from "../api/wire";
import type { MadeByKey } from "./made";
import { proposedTitle, proposedValues } from "./text";

/** A proposed record as somebody has it in the table. */
export interface Row {
  key: string;
  proposal: Proposal;
  chosen: boolean;
  /** What was changed of the proposed values. */
  values: Fields;
}

/** The columns of the table: what of the form is proposed and can be changed in a cell. */
export function columnsOf(process: Process, fields: string[], proposals: Proposal[]): Field[] {
  const isProposed = (id: string) => proposals.some((one) => id in one.fields);
  return fields.filter(isProposed).flatMap((id) => process.fields.find((field) => field.id === id) ?? []);
}

/** The rows to begin with: all are chosen where there is nothing yet, else none. What was made, by whatever name, is none any
 * more; what was refused stays, though a part of it be there. */
export function rowsOf(
  process: Process,
  proposals: Proposal[],
  language: Language,
  standing: ListedRecord[],
  made: MadeByKey,
  refused: ReadonlyMap<string, unknown>,
): Row[] {
  const titles = new Set(standing.map((record) => record.title));
  const ids = new Set(standing.map((record) => record.id));
  const isMade = ({ key }: Proposal) => made.get(key)?.isNew || ids.has(made.get(key)?.id ?? "");
  const isThere = (one: Proposal) => isMade(one) || titles.has(proposedTitle(process, one, language));
  const open = proposals.filter((one) => refused.has(one.key) || !isThere(one));
  return open.map((proposal) => ({
    key: proposal.key,
    proposal,
    chosen: standing.length === 0,
    values: proposedValues(process, proposal, language, new Map()),
  }));
}

/** The key of the row that a field of a row names, unless another record was chosen there. */
export function named(row: Row, field: Field): string | undefined {
  const given = row.proposal.fields[field.id];
  if (field.kind !== "reference" || typeof given !== "string" || row.values[field.id]) return undefined;
  return given.replace(/^@/, "");
}

/** What the row with a key is called in the table. */
export function nameOf(process: Process, rows: Row[], key: string | undefined): string {
  return String(rows.find((row) => row.key === key)?.values[process.title] ?? key);
}

/** What a row's record is opened with: its own values over the proposed ones, and what it names. */
export function bodyOf(process: Process, row: Row, language: Language, made: ReadonlyMap<string, Reference>): Fields {
  return { ...proposedValues(process, row.proposal, language, made), ...row.values };
}

/** The ids in the rows of a table field, where one column names processes or roles. */
export function idsIn(value: Value, column: string): string[] {
  const rows = Array.isArray(value) ? value : [];
  return rows.flatMap((row) => (typeof row[column] === "string" ? [row[column]] : []));
}
