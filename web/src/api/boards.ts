// Boards, each a record of its own, and the counts that their charts are made of.
import { queryOptions, useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { changed, filled } from "../field/value";
import { read, withQuery, write } from "./client";
import { ofContent } from "./definitions";
import { useIntents } from "./intent";
import type { Counts, Definitions, Fields, Label, ListedRecord, Page, TableRow, YuhengRecord } from "./wire";

export type Shape = "bar" | "stacked" | "line" | "figure" | "table";

/** A row of a board's table of charts. */
export interface Series {
  label: Label;
  process: string;
  by?: string;
  splitBy?: string;
  filter?: string;
  counted?: string;
  countedAs?: Label;
  periodOf?: string;
}

/** The rows of one title. */
export interface Chart {
  title: Label;
  shape: Shape;
  series: Series[];
}

export interface Board {
  number: string;
  title: Label;
  purpose: Label;
  charts: Chart[];
}

/** The process that keeps boards; none for whoever has no such thing. */
export const boardsOf = ({ processes }: Definitions) => ofContent(processes, "board")[0];

const textOf = (cells: TableRow, column: string) => {
  const value = cells[column];
  return typeof value === "string" && value !== "" ? value : undefined;
};

const labelOf = (cells: TableRow, column: string): Label => {
  const zh = textOf(cells, column) ?? "";
  return { zh, en: textOf(cells, `${column}_en`) ?? zh };
};

/** The charts that a table's rows are. */
export function chartsOf(rows: TableRow[]): Chart[] {
  const charts = new Map<string, Chart>();
  for (const row of rows) {
    const title = labelOf(row, "title");
    const series: Series = {
      label: labelOf(row, "series"),
      process: textOf(row, "records_of") ?? "",
      by: textOf(row, "by"),
      splitBy: textOf(row, "split_by"),
      filter: textOf(row, "filter"),
      counted: textOf(row, "counted"),
      countedAs: textOf(row, "counted_as") ? labelOf(row, "counted_as") : undefined,
      periodOf: textOf(row, "period_of"),
    };
    const chart = charts.get(title.zh);
    if (chart) chart.series.push(series);
    else charts.set(title.zh, { title, shape: (textOf(row, "shape") ?? "bar") as Shape, series: [series] });
  }
  return [...charts.values()];
}

function boardOf({ number, fields }: ListedRecord): Board {
  const charts = Array.isArray(fields.charts) ? fields.charts : [];
  const cells = fields as TableRow;
  return { number, title: labelOf(cells, "title"), purpose: labelOf(cells, "purpose"), charts: chartsOf(charts) };
}

/** How many boards are offered. */
const MOST = 100;

/** The boards that one may use: one's own and those that are shared, in the order in which they were made. */
const boardsQuery = (keeper: string) =>
  queryOptions({
    queryKey: ["records", keeper, "boards"],
    queryFn: async ({ signal }) => {
      const filter = "record.is_open == true && (record.opened_by == actor.id || record.shared == true)";
      const query = { filter, sort: "opened_at", limit: MOST };
      return (await read<Page<ListedRecord>>(withQuery(`/records/${keeper}`, query), signal)).items.map(boardOf);
    },
    refetchInterval: 300_000,
  });

export const useBoards = (keeper: string | undefined) =>
  useQuery({ ...boardsQuery(keeper ?? ""), enabled: keeper !== undefined });

/** Makes a board, or changes one as of the version that the change was begun on. */
export function useKeepBoard(keeper: string) {
  const client = useQueryClient();
  const intents = useIntents();
  const settle = async (kept: YuhengRecord) => {
    client.setQueryData(["record", keeper, kept.number], kept);
    await client.invalidateQueries({ queryKey: ["records", keeper] });
  };
  const create = useMutation({
    mutationFn: async (fields: Fields) => {
      const body = filled(fields);
      const made = await write<YuhengRecord>(`/records/${keeper}`, { body, key: intents.keyOf("board", body) });
      intents.done("board");
      return made;
    },
    onSuccess: settle,
  });
  const change = useMutation({
    mutationFn: ({ number, version, before, after }: Change) =>
      write<YuhengRecord>(`/records/${keeper}/${number}`, { method: "PATCH", body: changed(before, after), version }),
    onSuccess: settle,
  });
  return { create, change };
}

interface Change {
  number: string;
  version: number;
  before: Fields;
  after: Fields;
}

/** Between which days a board looks, the last one included. */
export interface Days {
  from: string;
  to: string;
}

const nextDay = (day: string) => {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
};

/** A series' filter within the days. */
export function filterOf({ filter, periodOf }: Series, { from, to }: Days): string | undefined {
  if (!periodOf) return filter;
  const within = `record.${periodOf} >= "${from}" && record.${periodOf} < "${nextDay(to)}"`;
  return filter ? `(${filter}) && ${within}` : within;
}

/** How often figures are read again where nothing tells of a change, in milliseconds. */
const AGAIN = 60_000;

/** What each series of a chart counts. Changes that others make are told by the stream of events. */
export const useCounts = (series: Series[], days: Days) =>
  useQueries({
    queries: series.map((one) => ({
      queryKey: ["boards", one.process, one.by, one.splitBy, one.counted, filterOf(one, days)],
      queryFn: ({ signal }: { signal: AbortSignal }) => {
        const query = { filter: filterOf(one, days), by: one.by, split_by: one.splitBy, counted: one.counted };
        return read<Counts>(withQuery(`/records/${one.process}/counts`, query), signal);
      },
      refetchInterval: AGAIN,
      staleTime: AGAIN / 2,
    })),
  });
