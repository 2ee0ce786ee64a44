// The file to fill in: one column for each field that may be given when a record is opened.
import type { Field, Process } from "../api/wire";
import { isOffered } from "../field/value";

/** The columns of a file, those that must be filled first. */
export function importable(process: Process): Field[] {
  const fields = process.fields.filter((field) => isOffered(process, field));
  return [...fields.filter((field) => field.required), ...fields.filter((field) => !field.required)];
}

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** The header as CSV, marked as UTF-8 for spreadsheets. */
export function template(names: string[]): string {
  return `\ufeff${names.map(quoted).join(",")}\r\n`;
}

/** Hands a text to the browser as a file to keep. */
export function keep(name: string, text: string) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
