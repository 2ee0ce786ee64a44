// What fields of a record that is there already name, and what they are suggested to name.
import type { Field, ListedRecord, Reference, Value } from "../api/wire";
import { isReference } from "../field/value";
import { idsIn } from "./proposal";

/** What a value names: a reference, or the references in the rows of a table. */
export function referencesIn(value: Value | undefined): Reference[] {
  if (isReference(value)) return [value];
  const rows = Array.isArray(value) ? value : [];
  return rows.flatMap((row) => Object.values(row).filter(isReference));
}

/** The identities of what a value names. */
export const chosenIn = (value: Value | undefined): string[] => referencesIn(value).map(({ id }) => id);

/** The value of a field that names these records. */
export function naming(field: Field, ids: string[]): Value {
  if (field.kind !== "table") return ids[0] ?? null;
  const column = field.columns.find((one) => one.to.length > 0)?.id ?? "";
  return ids.map((id) => ({ [column]: id }));
}

/** What is suggested for a field of a record: the units whose duties lie with a kind of record that it names, or those of the
 * posts that go with a role which it names. Many lead by their duties; the one that answers is sooner where the post is. */
export function suggestedFor(
  record: ListedRecord,
  field: Field,
  units: ListedRecord[],
  posts: ListedRecord[],
): string[] {
  const words = Object.values(record.fields).flatMap((value) => (typeof value === "string" ? value.split(" ") : []));
  const named = new Set(words);
  const names = (one: ListedRecord, column: string) =>
    Object.values(one.fields).some((value) => idsIn(value, column).some((id) => named.has(id)));
  const byDuty = units.filter((unit) => names(unit, "process")).map((unit) => unit.id);
  const known = new Set(units.map((unit) => unit.id));
  const places = posts.filter((post) => names(post, "role")).flatMap((post) => Object.values(post.fields));
  const byPost = [...new Set(places.filter(isReference).map((place) => place.id))].filter((id) => known.has(id));
  const [first, second] = field.kind === "table" ? [byDuty, byPost] : [byPost, byDuty];
  return first.length > 0 ? first : second;
}

/** The values of all fields; one that names a single record takes the sole one of those that a table names. */
export function withSole(fields: Field[], of: (field: Field) => string[]): { [field: string]: string[] } {
  const listed = fields.filter((field) => field.kind === "table").flatMap(of);
  const one = (field: Field) => {
    const now = of(field);
    if (field.kind === "table") return now;
    const among = now.filter((id) => listed.length === 0 || listed.includes(id));
    return among.length === 1 ? among : listed.length === 1 ? listed : [];
  };
  return Object.fromEntries(fields.map((field) => [field.id, one(field)]));
}
