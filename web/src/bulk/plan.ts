// What is to be done with the chosen records: other values in some fields, a step with what it asks for, or a macro.
import type { BulkChange } from "../api/bulk";
import type { Action, BulkResult, Fields, ListedRecord, Macro, Process } from "../api/wire";
import { filled, isEmpty, same, toInput } from "../field/value";

export type Plan =
  | { kind: "edit"; values: Fields }
  | { kind: "step"; action: Action; values: Fields; comment: string }
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
    ...(comment ? { comment: { body: comment, audience } } : {}),
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

/** Whether a step starts from the state that a record is in. */
export const startsFrom = (process: Process, action: Action, { state }: ListedRecord) =>
  process.transitions.find(({ id }) => id === stepOf(action))?.from.includes(state) ?? false;

/** What came, or would come, of a record. */
export interface Line {
  record: ListedRecord;
  /** `same`: it has those values already; `waiting`: nothing is known of it yet. */
  is: "changed" | "refused" | "same" | "waiting";
  result?: BulkResult;
}

const ORDER: Line["is"][] = ["refused", "waiting", "changed", "same"];

/** A line for each record: what is to be read first stands first. */
export function linesOf(plan: Plan, records: ListedRecord[], results: BulkResult[]): Line[] {
  const byNumber = new Map(results.map((result) => [result.number, result]));
  const lines = records.map((record): Line => {
    const result = byNumber.get(record.number);
    if (result) return { record, is: result.ok ? "changed" : "refused", result };
    return { record, is: staysAsIs(plan, record) ? "same" : "waiting" };
  });
  return ORDER.flatMap((is) => lines.filter((line) => line.is === is));
}

export const count = (lines: Line[], is: Line["is"]) => lines.filter((line) => line.is === is).length;
