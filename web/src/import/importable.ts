// What a file to fill in has: one column for each field that may be given when a record is opened.
import type { Field, Process } from "../api/wire";
import { isOffered } from "../field/value";

/** The columns of a file, those that must be filled first. */
export function importable(process: Process): Field[] {
  const fields = process.fields.filter((field) => isOffered(process, field));
  return [...fields.filter((field) => field.required), ...fields.filter((field) => !field.required)];
}
