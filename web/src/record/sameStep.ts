// When a step is, to whoever fills in its form, the step that it was: called the same, and what is said with it is read by the
// same people.
import type { Action, Fields, YuhengRecord } from "../api/wire";

/** Under what the entries of a step's form are kept: steps that are the same to their reader share them. */
export function placeOf({ label, comment, audience }: Action, number: string): string {
  return `step.${[label.zh, label.en, comment, audience ?? ""].join("|")}.${number}`;
}

/** The step that the record offers now in the place of one that it offers no more; it asks for all that was entered. */
export function successorOf(action: Action, record: YuhengRecord, entered: Fields): Action | undefined {
  const place = placeOf(action, record.number);
  const asksForAll = ({ requires, asks }: Action) =>
    Object.keys(entered).every((id) => requires.includes(id) || asks.includes(id));
  return record.actions.find(
    (one) => one.id !== action.id && one.allowed && placeOf(one, record.number) === place && asksForAll(one),
  );
}
