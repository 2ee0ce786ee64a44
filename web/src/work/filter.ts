// What counts as mine, in the filter language.
import type { Process } from "../api/wire";

/** Open records that are mine to do. */
export const MINE = "record.is_open && record.assignee == actor.id";

/** Open records of my group, whoever has them. */
export const WHOLE_GROUP = "record.is_open && record.group == actor.department";

/** Open records of my group that nobody has taken. */
export const OF_MY_GROUP = `${WHOLE_GROUP} && !has(record.assignee)`;

/** Due within four hours, or past due. */
export const NEAR = "record.due_at < now + hours(4)";

/** Open records of the processes whose records end, as against what lives on. */
export function openWork(processes: Process[]): string {
  const ids = processes.filter((process) => process.lifetime === "work").map((process) => process.id);
  return `record.is_open && record.process in ${JSON.stringify(ids)}`;
}

/** Whether whoever reads this gives out what nobody has. */
export const givesOut = (processes: Process[]) => processes.some((process) => process.may.give_out);
