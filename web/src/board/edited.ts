// A board that is being edited: its words, and its charts with their rows; read from the table that the record holds and made
// into it again.
import { type Chart, chartsOf } from "../api/boards";
import { newKey } from "../api/client";
import type { Fields, TableRow } from "../api/wire";
import { inBoth } from "../text/language";

export interface EditedChart {
  /** Which one it is while it is edited, whatever it is called. */
  key: string;
  title: string;
  title_en: string;
  shape: string;
  /** Its rows, without what they have in common. */
  series: TableRow[];
}

export interface EditedBoard {
  words: { [field: string]: string };
  charts: EditedChart[];
}

/** What a board says of itself. */
export const WORDS = ["title", "title_en", "purpose", "purpose_en"];

export const textOf = (row: Fields, column: string) => {
  const value = row[column];
  return typeof value === "string" ? value : "";
};

export function editedOf(fields: Fields): EditedBoard {
  const charts = new Map<string, EditedChart>();
  for (const row of Array.isArray(fields.charts) ? fields.charts : []) {
    const { title: _, title_en: __, shape: ___, ...series } = row;
    const title = textOf(row, "title");
    const before = charts.get(title);
    if (before) before.series.push(series);
    else {
      const shared = { title, title_en: textOf(row, "title_en"), shape: textOf(row, "shape") };
      charts.set(title, { key: `chart${charts.size}`, ...shared, series: [series] });
    }
  }
  const words = Object.fromEntries(WORDS.map((field) => [field, textOf(fields, field)]));
  return { words, charts: [...charts.values()] };
}

const rowsOf = ({ title, title_en, shape, series }: EditedChart): TableRow[] =>
  series.map((row) => ({ ...row, title, title_en, shape }));

/** The fields of the record that it is to be. */
export const fieldsOf = ({ words, charts }: EditedBoard): Fields => ({ ...words, charts: charts.flatMap(rowsOf) });

export const fresh = (): EditedChart => ({ key: newKey(), title: "", title_en: "", shape: "bar", series: [{}] });

/** The same once more, under a name of its own in each language that it has one in. */
export function copyOf(chart: EditedChart): EditedChart {
  const { zh, en = "" } = inBoth("board.copy_title", { chart: { zh: chart.title, en: chart.title_en } });
  return { ...chart, key: newKey(), title: chart.title && zh, title_en: chart.title_en && en };
}

/** What a chart would draw; none: it is not said yet what is counted, or by what. */
export function previewOf(chart: EditedChart): Chart | undefined {
  const isWhole = chart.series.every(
    (row) => textOf(row, "records_of") && (chart.shape === "figure" || textOf(row, "by")),
  );
  return isWhole ? chartsOf(rowsOf({ ...chart, title: chart.title || chart.key }))[0] : undefined;
}

/** Faults at the rows of a chart, each by its place among them and its column. */
export type ChartFaults = { [column: string]: string }[];

/** The faults of each chart, by its key, out of those that the server names by the row of the whole table. */
export function faultsIn({ charts }: EditedBoard, faults: { field: string; message: string }[]) {
  const found = new Map<string, ChartFaults>();
  let start = 0;
  for (const { key, series } of charts) {
    const own = series.map((_, at) => {
      const place = `charts[${start + at}].`;
      const here = faults.filter(({ field }) => field.startsWith(place));
      return Object.fromEntries(here.map(({ field, message }) => [field.slice(place.length), message]));
    });
    if (own.some((row) => Object.keys(row).length > 0)) found.set(key, own);
    start += series.length;
  }
  return found;
}

/** The chart that is called as one before it: rows of one title would become one chart. */
export const doubleIn = ({ charts }: EditedBoard) =>
  charts.find(({ title }, at) => title !== "" && charts.findIndex((other) => other.title === title) < at)?.key;

/** What a row of another shape has no use for is left out of it. */
export function ofShape(chart: EditedChart, shape: string): EditedChart {
  const isSplit = shape === "stacked" || shape === "table";
  const fits = ({ by, split_by, ...row }: TableRow): TableRow => {
    if (shape === "figure") return row;
    const kept = shape === "line" && !String(by ?? "").includes(":") ? undefined : by;
    return { ...row, by: kept, ...(isSplit ? { split_by } : {}) };
  };
  return { ...chart, shape, series: chart.series.map(fits) };
}
