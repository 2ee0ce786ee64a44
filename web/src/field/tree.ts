// Processes whose records form a tree, such as units of an organisation: each record may belong to another of its kind.
import type { Field, ListedRecord, Process, Reference } from "../api/wire";
import { isReference } from "./value";

/** The field by which a record of what lives on belongs to another of its own process, if it has one. */
export function parentField(process: Process | undefined): Field | undefined {
  if (process?.lifetime !== "standing") return undefined;
  return process.fields.find(
    (field) => field.kind === "reference" && field.to.length === 1 && field.to[0] === process.id,
  );
}

/** How far a record stands in from what it belongs to. */
const INDENT = 16;

/** The style of a line so many steps below the top. */
export const indented = (depth: number) => ({ paddingInlineStart: depth * INDENT });

/** A record at its place in the tree: how many stand above it. */
export interface Placed<Found extends Reference> {
  record: Found;
  depth: number;
}

/** The records each below what it belongs to, those of one parent in the order they came in. One whose parent is not among
 * them stands at the top, and nothing is lost where some belong to each other in a ring. */
export function inTree<Found extends ListedRecord>(records: Found[], parent: Field): Placed<Found>[] {
  const ids = new Set(records.map((record) => record.id));
  const above = (record: Found) => {
    const value = record.fields[parent.id];
    return isReference(value) && value.id !== record.id && ids.has(value.id) ? value.id : "";
  };
  const below = new Map<string, Found[]>();
  for (const record of records) below.set(above(record), [...(below.get(above(record)) ?? []), record]);
  const placed = new Map<string, Placed<Found>>();
  const place = (record: Found, depth: number) => {
    if (placed.has(record.id)) return;
    placed.set(record.id, { record, depth });
    for (const one of below.get(record.id) ?? []) place(one, depth + 1);
  };
  for (const record of below.get("") ?? []) place(record, 0);
  for (const record of records) place(record, 0);
  return [...placed.values()];
}
