// The versions of a text, as the history has them: each with who wrote it, when, and by which deed.
import type { Change, Entry, Field, Process, Value } from "../api/wire";

/** A text as it was from an entry on; without a text: that has been erased. */
export interface Version {
  entry: Entry;
  text: string | undefined;
  /** The numbers that were set with it, such as that of a revision. */
  numbers: { field: Field; value: Value }[];
}

function textOf({ to, erased }: Change): string | undefined {
  if (typeof to === "string") return to;
  return erased ? undefined : "";
}

/** All versions of the field, oldest first. What may not be seen is no part of the history to begin with. */
export function versionsOf(entries: Entry[], process: Process, field: string): Version[] {
  return entries.flatMap((entry) => {
    const change = entry.changes?.find((one) => one.field === field);
    if (!change) return [];
    const numbers = (entry.changes ?? []).flatMap((one) => {
      const of = process.fields.find((known) => known.id === one.field);
      return of?.kind === "integer" && typeof one.to === "number" ? [{ field: of, value: one.to }] : [];
    });
    return [{ entry, text: textOf(change), numbers }];
  });
}

/** Whether a change of a long text has two sides to compare. */
export function isComparable(change: Change, field: Field | undefined): boolean {
  const isText = typeof change.from === "string" && typeof change.to === "string";
  return isText && (field === undefined || field.kind === "long_text");
}
