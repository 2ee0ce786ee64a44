// What is chosen of a template: rows to be opened in order, each naming those before it.
import type { Field, Fields, Language, ListedRecord, Process, Proposal, Reference, Value } from "../api/wire";
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

/** The rows to begin with: all are chosen where there is nothing yet, else none. */
export function rowsOf(process: Process, proposals: Proposal[], language: Language, standing: ListedRecord[]): Row[] {
  const titles = new Set(standing.map((record) => record.title));
  const open = proposals.filter((one) => !titles.has(proposedTitle(process, one, language)));
  return open.map((proposal) => ({
    key: proposal.key,
    proposal,
    chosen: standing.length === 0,
    values: proposedValues(process, proposal, language, new Map()),
  }));
}

/** The keys that a proposal's fields name, as far as a choice among them makes sense. */
export function named(proposal: Proposal, field: Field): string | undefined {
  const given = proposal.fields[field.id];
  return field.kind === "reference" && typeof given === "string" ? given.replace(/^@/, "") : undefined;
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
