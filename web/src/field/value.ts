// Values of fields between wire, form and comparison.
import type { Field, Fields, Process, Reference, TableRow, Value } from "../api/wire";

export function isReference(value: Value): value is Reference {
  return typeof value === "object" && value !== null && !Array.isArray(value) && "id" in value;
}

export function isEmpty(value: Value): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

/** A value as the server takes it: references by id, what is empty as null. */
export function toInput(value: Value): unknown {
  if (isEmpty(value)) return null;
  if (Array.isArray(value)) return value.map(rowToInput);
  return isReference(value) ? value.id : value;
}

function rowToInput(row: TableRow): object {
  const filled = Object.entries(row).filter(([, value]) => !isEmpty(value));
  return Object.fromEntries(filled.map(([column, value]) => [column, toInput(value)]));
}

/** The body of a create: only what is filled. */
export function filled(fields: Fields): { [field: string]: unknown } {
  const entries = Object.entries(fields).filter(([, value]) => !isEmpty(value));
  return Object.fromEntries(entries.map(([id, value]) => [id, toInput(value)]));
}

/** The body of a change: what differs, what was emptied as null. */
export function changed(before: Fields, after: Fields): { [field: string]: unknown } {
  const ids = Object.keys(after).filter((id) => !same(before[id], after[id]));
  return Object.fromEntries(ids.map((id) => [id, toInput(after[id])]));
}

export function same(a: Value, b: Value): boolean {
  return JSON.stringify(toInput(a)) === JSON.stringify(toInput(b));
}

/** The fields that a new record's form asks for first, and those it keeps for later. A short form asks for nothing
 * that has a value already. */
export function formParts(process: Process, start: Fields, form: "full" | "short"): { first: Field[]; later: Field[] } {
  const asked = new Set(process.transitions.flatMap((transition) => [...transition.requires, ...transition.asks]));
  const fields = process.fields.filter((field) => isOffered(process, field));
  const isFilled = (field: Field) => form === "short" && field.kind === "reference" && start[field.id] !== undefined;
  const isAsked = (field: Field) => (form === "full" ? !field.internal && !asked.has(field.id) : isPlain(field));
  const isFirst = (field: Field) => !isFilled(field) && (field.required || isAsked(field));
  return { first: fields.filter(isFirst), later: fields.filter((field) => !isFirst(field)) };
}

/** Whether whoever opens a record may fill in the field. */
export function isOffered(process: Process, field: Field): boolean {
  return !field.derived && !process.given_later?.includes(field.id);
}

/** What anybody can say: in their own words, for which service or person, and how bad it is. */
function isPlain(field: Field): boolean {
  return !field.internal && ["long_text", "reference", "choice"].includes(field.kind);
}

/** What a new record's form begins with: defaults, and whoever's own customer it is. */
export function startValues(process: Process, own: Reference | null): Fields {
  const start: Fields = {};
  for (const field of process.fields) {
    if (!isOffered(process, field)) continue;
    if (!isEmpty(field.default)) start[field.id] = field.default;
    else if (own?.process && field.kind === "reference" && field.to?.includes(own.process)) start[field.id] = own;
  }
  return start;
}

/** Whether a field takes the whole width of a form. */
export function isWide(field: Field): boolean {
  return field.kind === "long_text" || field.kind === "table" || (field.kind === "text" && (field.max ?? 0) > 120);
}

/** How many characters a text has, without those at its end that nobody sees. */
export function lengthOf(text: string): number {
  return [...text.replace(/\r\n/g, "\n").trimEnd()].length;
}

/** Whether a text is longer than its field takes. */
export function isTooLong({ kind, max }: Field, value: Value): boolean {
  const isText = kind === "text" || kind === "long_text";
  return isText && typeof max === "number" && typeof value === "string" && lengthOf(value) > max;
}
