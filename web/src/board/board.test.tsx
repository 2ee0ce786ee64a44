// Boards: each bar opens its list, the table says the same, the period stands in the address, the wall says when it stands still.
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Chart } from "../api/boards";
import type { Counts } from "../api/wire";
import { openPage, type Sent } from "../test/page";
import { definitions } from "../test/world";
import { drawn } from "./drawn";
import { daysOf, nameOf, stretchesOf } from "./period";
import { columnsOf } from "./Wall";

const both = (text: string) => ({ zh: `${text}。`, en: text });
const [report] = definitions.processes;
if (!report) throw new Error("there is no process in the world");
const keeper = { ...report, id: "chartboard", content: "board", prefix: "CHB", lifetime: "standing" as const };
const chart = (title: string, more: object) => ({
  title,
  title_en: title,
  records_of: "report",
  shape: "bar",
  ...more,
});
const board = {
  process: "chartboard",
  number: "CHB0000001",
  title: "Desk",
  state: "shared",
  version: 1,
  fields: {
    title: "桌",
    title_en: "Desk",
    charts: [
      chart("Waiting", { shape: "figure", filter: "record.is_open" }),
      chart("By impact", {
        by: "impact",
        counted: "record.late",
        counted_as: "晚",
        counted_as_en: "late",
        period_of: "opened_at",
      }),
      chart("Hidden", { by: "secret" }),
    ],
  },
};
const counted = {
  groups: [
    {
      shared: [{ value: "high", label: both("High") }],
      count: 3,
      counted: 1,
      filter: 'record.impact == "high"',
      counted_filter: "late high",
    },
    { shared: [{ value: null, label: both("None") }], count: 1, counted: 0, filter: "!has(record.impact)" },
  ],
  total: { count: 4, counted: 1, filter: "true" },
  as_of: "2026-11-27T08:00:00Z",
};
const answers = {
  "GET /definitions": { ...definitions, processes: [...definitions.processes, keeper] },
  "GET /records/chartboard": { items: [board], next: null },
  "GET /records/report/counts": ({ path }: Sent) => {
    if (path.includes("secret")) throw new Error("hidden");
    return counted;
  },
};

it("a_bar_and_the_table_open_the_list_behind_them", async () => {
  openPage("/boards", answers);
  const card = await screen.findByRole("region", { name: "By impact" });
  const bars = await within(card).findAllByRole("link", { name: /High: 3/ });
  expect(bars[0]?.getAttribute("href")).toContain("/records/report?view=all&filter=");
  expect(within(card).getByText("Table")).toBeTruthy();
  const table = within(card).getByRole("table", { name: "By impact" });
  expect(within(table).getByText("33%")).toBeTruthy();
  expect(within(table).getByRole("link", { name: "3" }).getAttribute("href")).toBe(bars.at(-1)?.getAttribute("href"));
});

it("a_period_is_kept_in_the_address_and_asked_for", async () => {
  const { sent } = openPage("/boards?period=2026-02-01..2026-02-28", answers);
  await screen.findByRole("region", { name: "By impact" });
  await screen.findAllByRole("link", { name: /High: 3/ });
  const asked = sent.map(({ path }) => decodeURIComponent(path)).filter((path) => path.includes("by=impact"));
  expect(asked[0]).toContain('record.opened_at >= "2026-02-01"');
  expect(asked[0]).toContain('record.opened_at < "2026-03-01"');
});

it("the_wall_is_left_by_a_button", async () => {
  openPage("/boards?wall=1", answers);
  await userEvent.click(await screen.findByRole("button", { name: "Leave the wall" }));
  expect(await screen.findByRole("button", { name: "Wall" })).toBeTruthy();
});

it("what_is_in_no_part_of_a_bar_stands_in_it_as_other", () => {
  const series = { label: both(""), process: "report", by: "impact", splitBy: "requester" };
  const shared = [{ value: "high", label: both("High") }];
  const found = {
    ...counted,
    groups: [{ shared: [...shared, { value: "r1", label: both("Zhang") }], count: 3, filter: "a" }],
    remainders: [{ shared, count: 4, filter: "b" }],
    others: { count: 2 },
  } as unknown as Counts;
  const chart: Chart = { title: both("x"), shape: "stacked", series: [series] };
  const { rows, kinds } = drawn(chart, [found], report, daysOf(undefined, "2026-11-29"), "2026-11-29");
  expect(kinds.map(({ key }) => key)).toEqual(["r1", "others"]);
  expect(rows.map(({ key, parts }) => [key, ...parts.map(({ count, filter }) => `${count} ${filter}`)])).toEqual([
    ["high", "3 a", "4 b"],
    ["others", "2 undefined"],
  ]);
});

it("on_the_wall_all_charts_stand_in_columns_that_fit", () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24].map(columnsOf)).toEqual([1, 2, 3, 2, 3, 3, 4, 4, 3, 4, 6]);
});

it("periods_are_named_from_today_and_weeks_begin_on_monday", () => {
  const on = (period: string | undefined) => daysOf(period, "2026-11-29");
  expect(on("this_week")).toEqual({ from: "2026-11-23", to: "2026-11-29" });
  expect(on("last_quarter")).toEqual({ from: "2026-07-01", to: "2026-09-30" });
  expect(on("last_month")).toEqual({ from: "2026-10-01", to: "2026-10-31" });
  expect(on("2026-12-01..2026-01-01")).toEqual(on(undefined));
  expect(nameOf("2026-01-01..2026-01-31")).toBeUndefined();
  const weeks = stretchesOf("opened_at:week", { from: "2026-11-18", to: "2026-12-31" }, "2026-11-29");
  expect(weeks.map(({ value }) => value)).toEqual(["2026-11-16", "2026-11-23"]);
});

it("days_without_records_stand_at_nothing_and_options_in_their_order", () => {
  const series = { label: both(""), process: "report", by: "opened_at:day", periodOf: "opened_at" };
  const group = (value: string, count: number) => ({ shared: [{ value, label: both(value) }], count, filter: "x" });
  const of = (groups: object[]) => ({ ...counted, groups }) as unknown as Counts;
  const line: Chart = { title: both("x"), shape: "line", series: [series] };
  const days = { from: "2026-11-01", to: "2026-11-03" };
  const byDay = drawn(line, [of([group("2026-11-02", 2)])], report, days, "2026-11-29");
  expect(byDay.rows.map(({ key, parts }) => [key, parts.length])).toEqual([
    ["2026-11-01", 0],
    ["2026-11-02", 1],
    ["2026-11-03", 0],
  ]);
  const bars: Chart = { ...line, shape: "bar", series: [{ ...series, by: "impact", periodOf: undefined }] };
  const byImpact = drawn(bars, [of([group("low", 1), group("high", 2)])], report, days, "2026-11-29");
  expect(byImpact.rows.map(({ key }) => key)).toEqual(["high", "low"]);
});
