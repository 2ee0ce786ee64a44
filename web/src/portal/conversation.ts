// The history as a talk: who said what, which files came, and, between, where the record got to.
import type { Entry, Process, Value } from "../api/wire";

export interface Message {
  n: number;
  at: string;
  kind: "said" | "happened";
  entry: Entry;
  /** What was written: a comment, or long texts that were filled in. */
  texts: { label?: string; text: string | undefined }[];
  files: Entry["attached"];
}

const isWords = (value: Value): value is string => typeof value === "string" && value !== "";

/** What of the history is talk. Changes of short fields, clocks and votes are none. */
export function messagesOf(entries: Entry[], process: Process): Message[] {
  return entries
    .map((entry) => messageOf(entry, process))
    .filter((message): message is Message => message !== undefined);
}

function messageOf(entry: Entry, process: Process): Message | undefined {
  const long = new Set(process.fields.filter((field) => field.kind === "long_text").map((field) => field.id));
  const written = (entry.changes ?? []).filter((change) => long.has(change.field) && isWords(change.to));
  const texts: Message["texts"] = written.map((change) => ({ label: change.field, text: String(change.to) }));
  const { comment } = entry;
  if (comment) texts.push({ text: typeof comment.body === "string" ? comment.body : undefined });
  const files = entry.attached ?? [];
  const message = { n: entry.n, at: entry.at, entry, texts, files };
  if (texts.length > 0 || files.length > 0 || entry.action === "created") return { ...message, kind: "said" };
  const hasMoved = Boolean(entry.to && entry.to !== entry.from);
  return hasMoved || entry.told ? { ...message, kind: "happened" } : undefined;
}
