// What of a record goes on paper, by who may read the paper: for the customer, or for our own people.
import { stateOf } from "../api/definitions";
import type { Entry, Field, Process, Reference, YuhengRecord } from "../api/wire";
import { isEmpty } from "../field/value";
import { isQuestions } from "../form/shape";

/** Who may read the paper: whoever sees the record, or our own people. */
export type Side = "public" | "internal";

/** How widely a paper may go round; the word for it stands on each page. */
export type Classification = "confidential" | "internal" | "shared" | "open";

/** From the record itself: confidential ones say so, a customer's goes to that customer unless our notes are on it. */
export function classificationOf({ fields }: YuhengRecord, process: Process, side: Side): Classification {
  if (fields.confidential === true) return "confidential";
  if (side === "internal") return "internal";
  if (!isEmpty(fields.customer)) return "shared";
  return process.fields.some((field) => field.internal) || process.lifetime === "work" ? "internal" : "open";
}

/** The fields with something in them, short ones and those that take the whole width. */
export function fieldsOf(process: Process, record: YuhengRecord, side: Side, isWide: (field: Field) => boolean) {
  const shown = process.fields.filter(
    (field) =>
      field.id !== process.title &&
      !isEmpty(record.fields[field.id]) &&
      (side === "internal" || !field.internal) &&
      // The form that was answered is read in its answers.
      !(field.derived && isQuestions(field)),
  );
  return { short: shown.filter((field) => !isWide(field)), wide: shown.filter(isWide) };
}

/** The entries that the paper tells. For a customer only what is listed here: moves, and what was said to all. */
export function entriesOf(entries: Entry[], side: Side): Entry[] {
  const told = entries.filter(
    (entry) =>
      !["signed_in", "sign_in_failed", "exported", "viewing_begun", "viewing_ended", "refused"].includes(entry.action),
  );
  if (side === "internal") return told;
  return told.filter(
    ({ action, comment, from, to }) =>
      action === "created" || (comment ? comment.audience === "public" : Boolean(to && to !== from)),
  );
}

/** A name and a day under a word such as "approved"; nobody: a line to be signed by hand. */
export interface Signature {
  by: Reference | null | undefined;
  /** For whom a deputy signed. */
  instead?: Reference | null | undefined;
  at: string | undefined;
}

/** Who opened it, who looked at it, who agreed or brought it to its end; as far as the record knows. */
export function signaturesOf(process: Process, record: YuhengRecord, entries: Entry[]) {
  const nobody: Signature = { by: undefined, at: undefined };
  const votes = record.approvals
    .filter((approval) => approval.outcome === "granted")
    .flatMap((approval) => approval.votes.filter((vote) => vote.agrees && !vote.set_aside))
    .sort((a, b) => a.at.localeCompare(b.at))
    .map(
      (vote): Signature => ({ by: vote.deputy ?? vote.voter, instead: vote.deputy ? vote.voter : null, at: vote.at }),
    );
  const end = entries.findLast(
    ({ to, actor }) => actor && to && ["closed", "in_force"].includes(stateOf(process, to)?.kind ?? ""),
  );
  const closed: Signature = end ? { by: end.actor, at: end.at } : nobody;
  return {
    made: { by: record.opened_by, at: record.opened_at } as Signature,
    checked: votes.length > 1 ? (votes[0] ?? nobody) : votes.length === 1 ? nobody : closed,
    approved: votes.at(-1) ?? nobody,
  };
}
