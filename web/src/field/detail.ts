// What tells a record from others of its name: what its list shows beside it.
import type { ListedRecord, Process, Reference } from "../api/wire";
import { isReference } from "./value";

/** How many of the list's columns are enough. */
const MOST = 3;

/** What the list shows beside the title, in a line; what is `seen` anyway is left out. */
export function detailOf(record: Reference | ListedRecord, processes: Process[], seen: string[] = []): string {
  const process = processes.find((one) => one.id === record.process);
  if (!process || !("fields" in record)) return "";
  const columns = process.list.filter((column) => column !== process.title && !seen.includes(column));
  const words = columns.map((column) => {
    const value = record.fields[column];
    return isReference(value) ? value.title : typeof value === "string" ? value : "";
  });
  return words.filter(Boolean).slice(0, MOST).join(" · ");
}
