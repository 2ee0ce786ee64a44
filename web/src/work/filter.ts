// What counts as mine, in the filter language.
import type { Me } from "../api/wire";

/** Open records that are mine to do; for a customer's account those that it asked for. */
export function mine(me: Me | null | undefined): string {
  return me?.customer
    ? "record.is_open && (record.requester == actor.id || record.opened_by == actor.id)"
    : "record.is_open && record.assignee == actor.id";
}

/** Open records of my group that nobody has taken. */
export const OF_MY_GROUP = "record.is_open && record.group == actor.department && !has(record.assignee)";

/** Open records, whosoever they are. */
export const OPEN = "true && record.is_open";
