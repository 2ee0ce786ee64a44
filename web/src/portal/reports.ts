// Which records are a customer's reports, in the filter language.
import type { Process } from "../api/wire";
import { and } from "../list/condition";

const MINE = "(record.requester == actor.id || record.opened_by == actor.id)";
const OF_OTHERS = [
  "!(has(record.requester) && record.requester == actor.id)",
  "!(has(record.opened_by) && record.opened_by == actor.id)",
];

/** The processes whose records end: what is reported, as against what lives on. */
function work(processes: Process[]): string {
  const ids = processes.filter((process) => process.lifetime === "work").map((process) => process.id);
  return `record.process in ${JSON.stringify(ids)}`;
}

/** What one has reported and has not ended. */
export const ownOpen = (processes: Process[]) => and(`record.is_open && ${work(processes)}`, MINE);

/** What others of the customer have reported, or was opened for it, and has not ended. */
export const ofOthersOpen = (processes: Process[]) => and(`record.is_open && ${work(processes)}`, ...OF_OTHERS);

/** What has ended, whoever reported it. */
export const ended = (processes: Process[]) => `!record.is_open && ${work(processes)}`;

/** What one may report. */
export const offered = (processes: Process[]) =>
  processes.filter((process) => process.may.create && process.lifetime === "work");
