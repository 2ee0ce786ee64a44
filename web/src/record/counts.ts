// What steps count of themselves on a record.
import { fieldOf } from "../api/definitions";
import type { Change, Entry, Process, Transition } from "../api/wire";

/** The steps that count themselves in a field which nobody fills. On what lives on, a number of that kind is its edition. */
export function tallied(process: Process): { step: Transition; field: string }[] {
  if (process.lifetime !== "work") return [];
  const counts = process.transitions.flatMap((step) => step.counts.map((field) => ({ step, field })));
  return counts.filter(({ field }) => fieldOf(process, field)?.derived);
}

/** Whether a field is such a count: it stands in the line of figures. */
export const isTallied = (process: Process, id: string) => tallied(process).some(({ field }) => field === id);

/** Whether a change is the counting of the step that made the entry: the entry itself says it already. */
export const isCounting = (process: Process, entry: Entry, change: Change) =>
  tallied(process).some(({ step, field }) => step.id === entry.transition && field === change.field);

/** Whether a field is a table of things to be done, or how far that is: it stands by itself. */
export const isCountedUp = (process: Process, id: string) =>
  process.counted.some(({ from, open, progress }) => [from, open, progress].includes(id));
