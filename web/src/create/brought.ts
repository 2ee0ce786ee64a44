// What a reference brings: the definition says which fields are filled from the record that it names. The form shows them
// filled at once; what somebody has entered by hand stays.
import type { Field, Fields, Process, Value } from "../api/wire";
import { isEmpty, isReference, same } from "../field/value";

/** The values of a form, and which of them came with which reference. */
export interface Filled {
  values: Fields;
  brought: { [field: string]: string };
}

/** The value of a field of the record that a reference names, if that was read with it. */
function valueIn(reference: Value, field: string): Value {
  if (!isReference(reference) || !("fields" in reference)) return undefined;
  return (reference.fields as Fields)[field];
}

/** The form after a field was given a value, with what that brings. */
export function give(process: Process, { values, brought }: Filled, field: string, value: Value): Filled {
  const next: Filled = { values: { ...values, [field]: value }, brought: { ...brought } };
  delete next.brought[field];
  for (const { from, field: source, to } of process.copies) {
    if (from !== field || to === field) continue;
    // What nobody enters is filled by the program.
    if (process.fields.some((one) => one.id === to && one.derived)) continue;
    if (!isEmpty(values[to]) && brought[to] !== field && !isLater(process, brought[to], field)) continue;
    // Where this one brings nothing, another that does stands in.
    const others = process.copies.filter((copy) => copy.to === to && copy.from !== field);
    const all = [{ from: field, found: valueIn(value, source) }].concat(
      others.map((copy) => ({ from: copy.from, found: valueIn(values[copy.from], copy.field) })),
    );
    const brings = all.find(({ found }) => !isEmpty(found));
    next.values[to] = brings?.found;
    if (brings) next.brought[to] = brings.from;
    else delete next.brought[to];
  }
  return next;
}

/** Whether what a field brings gives way to what another brings: the definition names that one first. */
function isLater(process: Process, source: string | undefined, than: string): boolean {
  const place = (from: string | undefined) => process.copies.findIndex((copy) => copy.from === from);
  return source !== undefined && place(source) > place(than);
}

/** The value that narrows what a reference may be: what it would bring, once somebody has entered that by hand. */
export function narrowingOf(process: Process, { values, brought }: Filled, field: Field) {
  for (const { from, field: source, to } of process.copies) {
    const value = values[to];
    if (from === field.id && brought[to] === undefined && isReference(value)) return { field: source, value };
  }
  return undefined;
}

const isRequired = (process: Process, id: string) => process.fields.some((field) => field.id === id && field.required);

const isAskedLater = (process: Process, id: string) =>
  process.transitions.some(({ requires, asks }) => requires.includes(id) || asks.includes(id));

/** Whether a field says what a call is about: it names a record that brings something, but not whose the call is, nor who will
 * see to it, which a step asks for. */
export const isAbout = (process: Process, field: Field) => {
  const copies = process.copies.filter((copy) => copy.from === field.id);
  return copies.length > 0 && !isAskedLater(process, field.id) && !copies.some((copy) => isRequired(process, copy.to));
};

/** The fields in the order of a call, if who is asking brings whose record it will be: those two, what it is called, what it
 * is about; then the rest, as without such a field all of them, as the definition has them. */
export function inOrder(process: Process, fields: Field[]): Field[] {
  const copies = process.copies.filter((copy) => isRequired(process, copy.to));
  if (copies.length === 0) return fields;
  const about = fields.filter((field) => isAbout(process, field)).map((field) => field.id);
  const first = [...copies.map((copy) => copy.from), ...copies.map((copy) => copy.to), process.title, ...about];
  const place = (field: Field) => (first.includes(field.id) ? first.indexOf(field.id) : first.length);
  return [...fields].sort((a, b) => place(a) - place(b));
}

/** Whether a value is still the one that the form began with. */
export const isPrefilled = (start: Fields, values: Fields, field: string) =>
  start[field] !== undefined && same(start[field], values[field]);
