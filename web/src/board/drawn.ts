// What a chart draws: its groups in an order that is read, each with its parts. Ages, states and options stand as the definitions
// have them, records by how many there are, times as they follow one another.
import type { Chart, Days, Series } from "../api/boards";
import { fieldOf } from "../api/definitions";
import type { Counted, Counts, Label, Process } from "../api/wire";
import { inBoth } from "../text/language";
import { stretchesOf } from "./period";

/** A bar, a part of one, or a point: how many, and the list behind it. */
export interface Part {
  key: string;
  label: Label;
  process: string;
  count: number;
  counted?: number;
  filter?: string;
  countedFilter?: string;
}

/** A group: in a chart of several series the parts are these, in a split one what it is split into. */
export interface Row {
  key: string;
  label: Label;
  parts: Part[];
}

export interface Drawn {
  rows: Row[];
  /** What parts there are, in order. */
  kinds: { key: string; label: Label }[];
  total: number;
}

const WITHOUT = "\u0000";
/** What is in none of the parts that a bar is split into. */
export const OTHER_KIND = "others";
const OTHERS = inBoth("board.others");
const keyOf = (value: string | null | undefined) => value ?? WITHOUT;
const isTime = (by: string | undefined) => Boolean(by?.includes(":"));

/** The place of a value in the order of the definitions; of what has none there, behind the rest. */
function placeIn(process: Process | undefined, by: string, key: string): number {
  const options = by === "state" ? process?.states : process && fieldOf(process, by)?.options;
  const at = options?.findIndex((option) => option.id === key) ?? -1;
  return key === WITHOUT ? 9_999 : at < 0 ? 9_998 : at;
}

const isOfRecords = (counts: Counts[]) =>
  counts.some(({ groups }) => groups.some((group) => group.shared[0]?.reference));

const partOf = (key: string, label: Label, series: Series, found: Counted): Part => ({
  key,
  label,
  process: series.process,
  count: found.count,
  counted: found.counted ?? undefined,
  filter: found.filter ?? undefined,
  countedFilter: found.counted_filter ?? undefined,
});

export function drawn(chart: Chart, counts: Counts[], process: Process | undefined, days: Days, today: string): Drawn {
  const rows = new Map<string, Row>();
  const kinds = new Map<string, Label>();
  const rowOf = (key: string, label: Label) => {
    const row = rows.get(key) ?? { key, label, parts: [] };
    rows.set(key, row);
    return row;
  };
  chart.series.forEach((series, at) => {
    const found = counts[at];
    if (!found) return;
    if (series.periodOf && isTime(series.by) && series.by?.startsWith(series.periodOf)) {
      for (const { value, label } of stretchesOf(series.by, days, today)) rowOf(value, { zh: label, en: label });
    }
    for (const group of found.groups) {
      const [first, second] = group.shared;
      if (!first) continue;
      const kind = second ? keyOf(second.value) : String(at);
      const label = second?.label ?? series.label;
      kinds.set(kind, label);
      const row = rowOf(keyOf(first.value), first.label);
      row.label = first.label;
      row.parts.push(partOf(kind, label, series, group));
    }
    for (const rest of found.remainders ?? []) {
      const [first] = rest.shared;
      if (!first) continue;
      kinds.set(OTHER_KIND, OTHERS);
      const row = rowOf(keyOf(first.value), first.label);
      row.label = first.label;
      row.parts.push(partOf(OTHER_KIND, OTHERS, series, rest));
    }
    if (found.others) {
      const kind = series.splitBy ? OTHER_KIND : String(at);
      const label = series.splitBy ? OTHERS : series.label;
      kinds.set(kind, label);
      rowOf("others", OTHERS).parts.push(partOf(kind, label, series, found.others));
    }
  });
  const [{ by = "", splitBy = "" } = {}] = chart.series;
  const sum = (row: Row) => row.parts.reduce((all, part) => all + part.count, 0);
  const byCount = isOfRecords(counts);
  const order = (one: Row, other: Row) => {
    const last = (row: Row) => (row.key === "others" ? 2 : row.key === WITHOUT ? 1 : 0);
    if (last(one) !== last(other)) return last(one) - last(other);
    if (isTime(by)) return one.key < other.key ? -1 : 1;
    if (byCount) return sum(other) - sum(one);
    return by === "age" ? 0 : placeIn(process, by, one.key) - placeIn(process, by, other.key);
  };
  const kindsInOrder = [...kinds].map(([key, label]) => ({ key, label }));
  const placeOf = (key: string) =>
    key === OTHER_KIND ? 10_000 : splitBy && splitBy !== "age" ? placeIn(process, splitBy, key) : 0;
  if (splitBy) kindsInOrder.sort((one, other) => placeOf(one.key) - placeOf(other.key));
  const inOrder = (row: Row): Row => {
    const parts = kindsInOrder.flatMap(({ key }) => row.parts.filter((part) => part.key === key));
    return { ...row, parts };
  };
  const total = counts.reduce((all, one) => all + (one?.total.count ?? 0), 0);
  return { rows: [...rows.values()].map(inOrder).sort(order), kinds: kindsInOrder, total };
}

/** The list behind a part. */
export const listOf = ({ process, count, filter }: Part) => ({ process, count, filter });

/** A share in whole hundredths. */
export const shareOf = (counted: number, count: number) => (count === 0 ? 0 : Math.round((counted / count) * 100));
