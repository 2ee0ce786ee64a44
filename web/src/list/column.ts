// Columns of a list: their labels, whether the list can be sorted by them.
import { fieldOf, ofContent } from "../api/definitions";
import type { Definitions, Process } from "../api/wire";
import { useFieldName } from "../field/name";
import { useLabel, useText } from "../text/language";
import { kindOf } from "./condition";

const SHARED = {
  number: "list.number",
  state: "list.state",
  opened_at: "list.opened_at",
  updated_at: "list.updated_at",
  due_at: "list.due_at",
  resolved_at: "list.resolved_at",
  closed_at: "list.closed_at",
} as const;

/** What a condition can be about and no column shows. */
const CONDITIONS = { is_open: "list.is_open" } as const;

/** What the API keeps in a column of its own for all processes, and so can sort by: beside these, indexed fields. */
const KEPT = ["number", "state", "priority", "opened_at", "updated_at", "due_at", "resolved_at", "closed_at"];

/** The column that always stands first. */
export const NUMBER = "number";

/** Before the id of a clock, where a column shows that one alone. */
const CLOCK = "clock.";

/** The clock that a column shows. */
export const clockOf = (column: string) => (column.startsWith(CLOCK) ? column.slice(CLOCK.length) : undefined);

/** All columns that a list can have beside the number: what it shows now, its other fields, its clocks, the times that all keep. */
export function offered(process: Process): string[] {
  const fields = process.fields.filter((field) => field.kind !== "table").map((field) => field.id);
  const clocks = process.clocks.map((clock) => CLOCK + clock.id);
  const shared = Object.keys(SHARED).filter((column) => column !== NUMBER);
  return [...new Set([...process.list, ...fields, ...clocks, ...shared])].filter((column) => column !== NUMBER);
}

/** How wide a column is that nobody has dragged; 0: it takes what is left. */
export function usualWidth({ processes }: Definitions, process: Process, column: string): number {
  if (column === process.title) return 0;
  if (column === NUMBER) return 124;
  if (column === "state") return 100;
  if (column === "due_at" || clockOf(column)) return 136;
  const field = fieldOf(process, column);
  switch (field?.kind ?? kindOf(process, column)) {
    case "reference":
      return ofContent(processes, "person").some((one) => field?.to.includes(one.id)) ? 80 : 116;
    case "choice":
      return 92;
    case "boolean":
    case "integer":
    case "decimal":
      return 76;
    case "timestamp":
    case "date":
      return 96;
    default:
      return 180;
  }
}

/** What people call a column. */
export function useColumnLabel(process: Process): (column: string) => string {
  const t = useText();
  const label = useLabel();
  const nameOf = useFieldName();
  return (column) => {
    const field = fieldOf(process, column);
    if (field) return nameOf(field);
    const clock = process.clocks.find((one) => one.id === clockOf(column));
    if (clock) return label(clock.label, column);
    const named: { [column: string]: string } = { ...SHARED, ...CONDITIONS };
    return column in named ? t(named[column] ?? "") : column;
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

/** What is counted from now: the nearest first. */
const AHEAD = ["due_at"];

/** Whether the first click puts the greatest first: the newest time, the largest number. All else begins at its beginning:
 * options, which the server sorts by their ids (the most urgent is p1), states, texts by their letters. */
function greatestFirst(process: Process, column: string): boolean {
  if (AHEAD.includes(column)) return false;
  const kind = kindOf(process, column);
  return column === "number" || ["date", "timestamp", "integer", "decimal", "boolean"].includes(kind);
}

/** The order that the next click on a column asks for: its natural one, the other way, then the list's `own`, which needs no asking for.
 * A list whose own it is already goes on from it. */
export function nextSort(
  process: Process,
  sort: string | undefined,
  column: string,
  own: string | undefined,
): string | undefined {
  const [first, second] = greatestFirst(process, column) ? [`-${column}`, column] : [column, `-${column}`];
  if (sort === second && own === second) return first;
  const others = sort === second ? own : first;
  const next = sort === first ? second : others;
  return next === own ? undefined : next;
}
