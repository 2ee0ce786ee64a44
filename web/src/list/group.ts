// By what a list can be grouped, what the groups are called, and which of them somebody has folded.
import { usePreference } from "../api/preference";
import type { ListedRecord, ListGroup, ListRun, Process } from "../api/wire";
import { useLabel, useText } from "../text/language";
import { useColumnLabel } from "./column";

/** The stretches of time that a list can be grouped by. */
export const STRETCHES = ["day", "week", "month"] as const;
type Stretch = (typeof STRETCHES)[number];

/** What each is called by itself. */
export const STRETCH: { [stretch in Stretch]: string } = {
  day: "list.stretch_day",
  week: "list.stretch_week",
  month: "list.stretch_month",
};

/** What a time by each is called. */
const BY: { [stretch: string]: string } = { day: "list.by_day", week: "list.by_week", month: "list.by_month" };

const KINDS = ["choice", "reference", "boolean"];
const TIMES = ["date", "timestamp"];
/** The instants that every record may have. */
const INSTANTS = ["opened_at", "updated_at", "due_at", "resolved_at", "closed_at"];

/** The times that a list can be grouped by, each by its stretches. */
export const groupTimes = (process: Process) => [
  ...(process.lifetime === "standing" ? INSTANTS.slice(0, 2) : INSTANTS),
  ...process.fields.filter(({ kind, withdrawn }) => TIMES.includes(kind) && !withdrawn).map(({ id }) => id),
];

/** What else it can be grouped by. */
export const groupFields = (process: Process) => [
  "state",
  ...process.fields.filter(({ kind, withdrawn }) => KINDS.includes(kind) && !withdrawn).map(({ id }) => id),
];

/** Everything that a list can be grouped by. */
export const groupable = (process: Process) => [
  ...groupFields(process),
  ...groupTimes(process).flatMap((time) => STRETCHES.map((stretch) => `${time}:${stretch}`)),
];

/** What grouping by something is called. */
export function useGroupingLabel(process: Process): (group: string) => string {
  const t = useText();
  const column = useColumnLabel(process);
  return (group) => {
    const [id = group, stretch] = group.split(":");
    return stretch ? t(BY[stretch] ?? "", { column: column(id) }) : column(id);
  };
}

/** What a group is called. */
export function useGroupLabel(): (group: ListGroup) => string {
  const t = useText();
  const label = useLabel();
  return (group) => (group.label ? label(group.label) : t("list.group_others"));
}

/** The groups that somebody has folded, of one process by one thing; and folding or unfolding one. */
export function useFolded(process: string, group: string | undefined): [string[], (id: string) => void] {
  const [found, keep] = usePreference(`groups.${process}`);
  const folded = foldedIn(found, group);
  const fold = (id: string) => {
    const others = folded.filter((one) => one !== id);
    const all = typeof found === "object" && found !== null ? found : {};
    keep({ ...all, [group ?? ""]: others.length < folded.length ? others : [...folded, id].slice(-MOST) });
  };
  return [folded, fold];
}

/** How many folded groups are remembered of one list. */
const MOST = 200;

/** The folded groups that are kept under a process. */
export function foldedIn(found: unknown, group: string | undefined): string[] {
  const kept = group && typeof found === "object" && found !== null ? (found as { [by: string]: unknown })[group] : [];
  return Array.isArray(kept) ? kept.filter((one): one is string => typeof one === "string") : [];
}

/** A line of a list: a record, or the heading of a group. */
export type Line = { record: ListedRecord; group?: undefined } | { group: ListGroup; record?: undefined };

interface Pages {
  records: ListedRecord[];
  runs: ListRun[];
  groups: ListGroup[];
  folded: string[];
  /** How many records stand before the first that is here. */
  skipped: number;
  /** Whether there are records after the last that is here. */
  hasMore: boolean;
}

export interface Lines {
  lines: Line[];
  /** How many lines stand before the first. */
  skipped: number;
}

/** The lines of a grouped list: each group's heading above its records, folded groups as headings alone. */
export function linesOf({ records, runs, groups, folded, skipped, hasMore }: Pages): Lines {
  const shown = (group: ListGroup) => (folded.includes(group.id) ? 0 : group.count);
  // Headings stand above what is here where their group begins before it.
  let above = 0;
  for (let rows = 0; above < groups.length && rows < skipped; above += 1) rows += shown(groups[above] as ListGroup);
  const lines: Line[] = [];
  let [next, at] = [above, 0];
  const head = (until: number) => {
    for (; next <= until; next += 1) lines.push({ group: groups[next] as ListGroup });
  };
  for (const run of runs) {
    head(groups.findIndex(({ id }) => id === run.id));
    for (const record of records.slice(at, at + run.rows)) lines.push({ record });
    at += run.rows;
  }
  if (!hasMore) head(groups.length - 1);
  return { lines, skipped: skipped + above };
}
