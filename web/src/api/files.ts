// Files that the server makes: lists taken away, templates, rows that were refused; and how a browser keeps one.
import type { AuditAsk } from "./audit";
import { readFile, withQuery } from "./client";
import { type Progress, wholeFile } from "./pieces";
import type { View } from "./records";

export type FileKind = "xlsx" | "csv";

/** Takes a list away, telling how far it is. */
export async function exported(
  process: string,
  view: View,
  format: FileKind,
  told: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Blob> {
  const path = withQuery(`/records/${process}/export`, { ...view, format, progress: "true" });
  return readFile(path, { signal }, (body) => wholeFile(body, told, signal));
}

/** Takes the log away, telling how far it is. */
export async function exportedLog(
  ask: AuditAsk,
  told: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Blob> {
  const path = withQuery("/audit/export", { ...ask, progress: "true" });
  return readFile(path, { signal }, (body) => wholeFile(body, told, signal));
}

/** A file to fill in, with columns for these fields or for all. */
export function template(process: string, format: FileKind, fields?: string[]): Promise<Blob> {
  return readFile(withQuery(`/records/${process}/template`, { format, fields: fields?.join(",") }));
}

export interface Failed {
  header: string[];
  failed: { cells: string[]; reason: string }[];
}

/** The rows that were refused as a file, to be mended. */
export function failedFile(process: string, format: FileKind, failed: Failed): Promise<Blob> {
  return readFile(withQuery(`/records/${process}/import/failed`, { format }), { body: failed });
}

/** Hands a file to the browser to keep. */
export function keepFile(name: string, file: Blob) {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
