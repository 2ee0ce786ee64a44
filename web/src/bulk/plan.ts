// What is to be done with the chosen records: other values in some fields, a step with what it asks for, or a macro.
import type { BulkChange } from "../api/bulk";
import { fieldOf } from "../api/definitions";
import type { Action, BulkResult, Entry, Fields, ListedRecord, Macro, Process, Value } from "../api/wire";
import { filled, isEmpty, same, toInput } from "../field/value";
import { isCounting } from "../record/counts";

export type Plan =
  | { kind: "edit"; values: Fields }
  | { kind: "step"; action: Action; values: Fields; comment: string; withGaps?: boolean }
  | { kind: "deeds"; macro: Macro; values: Fields };

/** The id that the step of an action has in the definitions. */
export const stepOf = (action: Action) => action.id.replace(/^transition:/, "");

export const isStep = (action: Action) => action.id.startsWith("transition:");

export function changeOf(plan: Plan): BulkChange {
  if (plan.kind === "deeds") return { fields: {}, macro: plan.macro.number };
  if (plan.kind === "edit") {
    return { fields: Object.fromEntries(Object.entries(plan.values).map(([id, value]) => [id, toInput(value)])) };
  }
  const comment = plan.comment.trim();
  const audience = plan.action.audience ?? "public";
  return {
    fields: filled(plan.values),
    transition: stepOf(plan.action),
    ...(comment ? { comment: { body: comment, audience, ...(plan.withGaps ? { with_gaps: true } : {}) } } : {}),
  };
}

/** Whether a record stays as it is: it has those values. */
export const staysAsIs = (plan: Plan, record: ListedRecord) =>
  plan.kind === "edit" && Object.entries(plan.values).every(([id, value]) => same(record.fields[id], value));

/** Those of the plan's values that are shown: of a step what was entered. */
export const shownFields = ({ kind, values }: Plan) =>
  Object.keys(values).filter((id) => kind === "edit" || !isEmpty(values[id]));

/** The step's state, for a record that takes it; none: it stays where it is. */
export function stateAfter(process: Process, plan: Plan, record: ListedRecord): string | undefined {
  if (plan.kind !== "step") return undefined;
  const step = process.transitions.find(({ id }) => id === stepOf(plan.action));
  return step?.to && !step.stays.includes(record.state) ? step.to : undefined;
}

/** What becomes of a field by what is foreseen: what it held first and holds last; nothing where it is left alone. */
export function becomes(foreseen: Entry[], field: string): { before: Value; after: Value } | undefined {
  const changes = foreseen.flatMap(({ changes }) => changes.filter((change) => change.field === field));
  const [first, last] = [changes[0], changes.at(-1)];
  return first && last ? { before: first.from, after: last.to } : undefined;
}

/** The fields that change on some of the lines beside those of the plan: what follows from it. Counts and tables are told of where
 * all of a record is told. */
export function followingFields(process: Process, plan: Plan, lines: Line[]): string[] {
  const changed = new Set(lines.flatMap(({ foreseen }) => foreseen.flatMap((entry) => changedIn(process, entry))));
  return process.fields.map(({ id }) => id).filter((id) => changed.has(id) && !(id in plan.values));
}

const changedIn = (process: Process, entry: Entry) =>
  entry.changes
    .filter((change) => !isCounting(process, entry, change) && fieldOf(process, change.field)?.kind !== "table")
    .map(({ field }) => field);

/** The state that a record would be in; none: it stays in its own. */
export const stateForeseen = (foreseen: Entry[]) => foreseen.findLast(({ to }) => to)?.to ?? undefined;

/** Whether a step starts from the state that a record is in. */
export const startsFrom = (process: Process, action: Action, { state }: ListedRecord) =>
  process.transitions.find(({ id }) => id === stepOf(action))?.from.includes(state) ?? false;

/** Whether something would come of it: it is not refused, and not as it would be already. */
export const changesIt = ({ ok, foreseen }: BulkResult) => ok && foreseen?.length !== 0;

/** What came, or would come, of a record. */
export interface Line {
  record: ListedRecord;
  /** `same`: it has those values already; `waiting`: nothing is known of it yet. */
  is: "changed" | "refused" | "same" | "waiting";
  result?: BulkResult;
  /** What its history gets by it, as the trial foresaw. */
  foreseen: Entry[];
}

const ORDER: Line["is"][] = ["refused", "waiting", "changed", "same"];

/** A line for each record: what is to be read first stands first. */
export function linesOf(
  plan: Plan,
  records: ListedRecord[],
  results: BulkResult[],
  tried: ReadonlyMap<string, BulkResult>,
): Line[] {
  const byNumber = new Map(results.map((result) => [result.number, result]));
  const lines = records.map((record): Line => {
    const { number } = record;
    const [result, trial] = [byNumber.get(number), tried.get(number)];
    const foreseen = trial?.foreseen ?? [];
    if (result)
      return { record, is: result.ok ? (changesIt(result) ? "changed" : "same") : "refused", result, foreseen };
    const isSame = staysAsIs(plan, record) || (trial?.ok && !changesIt(trial));
    return { record, is: isSame ? "same" : "waiting", foreseen };
  });
  return ORDER.flatMap((is) => lines.filter((line) => line.is === is));
}

export const count = (lines: Line[], is: Line["is"]) => lines.filter((line) => line.is === is).length;
