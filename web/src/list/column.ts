// Columns of a list: their labels, whether the list can be sorted by them.
import { fieldOf } from "../api/definitions";
import type { Process } from "../api/wire";
import { useLabel, useText } from "../text/language";

const SHARED = {
  number: "list.number",
  state: "list.state",
  opened_at: "list.opened_at",
  updated_at: "list.updated_at",
  due_at: "list.due_at",
  resolved_at: "list.resolved_at",
  closed_at: "list.closed_at",
} as const;

/** What the API keeps in a column of its own for all processes, and so can sort by: beside these, indexed fields. */
const KEPT = ["number", "state", "priority", "opened_at", "updated_at", "due_at", "resolved_at", "closed_at"];

/** What people call a column. */
export function useColumnLabel(process: Process): (column: string) => string {
  const t = useText();
  const label = useLabel();
  return (column) => {
    const field = fieldOf(process, column);
    if (field) return label(field.label, column);
    return column in SHARED ? t(SHARED[column as keyof typeof SHARED]) : column;
  };
}

export function isSortable(process: Process, column: string): boolean {
  const field = fieldOf(process, column);
  return KEPT.includes(column) || (field?.indexed === true && field.kind !== "reference");
}

/** The column that `-impact` sorts by. */
export const sortedColumn = (sort: string | undefined) => sort?.replace(/^-/, "");

/** The address's order, if the list has it. */
export function possibleSort(process: Process, sort: string | undefined): string | undefined {
  const column = sortedColumn(sort);
  return column && isSortable(process, column) ? sort : undefined;
}

/** Newest or greatest first, then the other way, then the list's own order. */
export function nextSort(sort: string | undefined, column: string): string | undefined {
  if (sort === `-${column}`) return column;
  return sort === column ? undefined : `-${column}`;
}
