// Records opened from a file: it is read once, and its rows are sent in parts under its key. Sent again, a part opens nothing
// twice.
import { upload, withQuery, write } from "./client";
import type { Imported, ImportRow, ImportTable } from "./wire";

/** Only tried, or done. */
export type How = "trial" | "for_good";

/** Reads a file; `told` which share of it has gone. Nothing is tried or written. */
export function readTable(process: string, file: File, told: (share: number) => void): Promise<ImportTable> {
  return upload<ImportTable>(`/records/${process}/import/table`, file, { told });
}

interface Part {
  how: How;
  key: string;
  header: string[];
  rows: ImportRow[];
}

/** Sends a part of a file's rows. */
export function sendRows(process: string, { how, key, header, rows }: Part, signal?: AbortSignal): Promise<Imported> {
  const path = withQuery(`/records/${process}/import/rows`, { dry_run: how === "trial" ? "true" : undefined });
  return write<Imported>(path, { body: { header, rows }, key, ...(signal ? { signal } : {}) });
}
