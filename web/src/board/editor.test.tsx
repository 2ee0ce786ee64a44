// The editor of a board: by clicks, drawn as it is edited, undone step by step, kept over a reload, and a conflict told.
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { openPage, type Sent, Status } from "../test/page";
import { definitions, record } from "../test/world";
import { copyOf, doubleIn, editedOf, faultsIn, fieldsOf, ofShape } from "./edited";

const both = (text: string) => ({ zh: `${text}。`, en: text });
const [report] = definitions.processes;
if (!report) throw new Error("there is no process in the world");
const [plain] = report.fields;
if (!plain) throw new Error("there is no field in the world");
const text = (id: string, required = false) => ({ ...plain, id, label: both(id), max: 60, required });
const choice = (id: string, options: string[]) => ({
  ...text(id),
  kind: "choice" as const,
  options: options.map((one) => ({ id: one, label: both(one) })),
});
const columns = [
  text("title", true),
  text("title_en"),
  text("series"),
  text("series_en"),
  text("records_of", true),
  choice("shape", ["bar", "stacked", "line", "figure", "table"]),
  ...["by", "split_by", "filter", "counted", "counted_as", "counted_as_en"].map((id) => text(id)),
  choice("period_of", ["opened_at"]),
];
const keeper = {
  ...report,
  id: "chartboard",
  content: "board",
  prefix: "CHB",
  lifetime: "standing" as const,
  fields: [text("title", true), text("title_en"), { ...text("charts"), kind: "table" as const, columns }],
};
const row = (title: string, more: object = {}) => ({
  title,
  title_en: title,
  records_of: "report",
  shape: "bar",
  ...more,
});
const fields = { title: "桌", title_en: "Desk", charts: [row("One", { by: "impact" }), row("Two", { by: "state" })] };
const listed = { process: "chartboard", number: "CHB0000001", title: "Desk", state: "own", version: 4, fields };
const whole = { ...record, ...listed, editable: ["title", "charts"] };
const counted = {
  groups: [{ shared: [{ value: "high", label: both("High") }], count: 3, filter: "h" }],
  total: { count: 3 },
  as_of: "2026-11-27T08:00:00Z",
};
const AT = "/records/chartboard/CHB0000001";
const answers = {
  "GET /definitions": { ...definitions, processes: [...definitions.processes, keeper] },
  "GET /records/chartboard": { items: [listed], next: null },
  [`GET ${AT}`]: whole,
  [`PATCH ${AT}`]: whole,
  "GET /records/report/counts": counted,
};
const titles = () =>
  within(screen.getByRole("list", { name: "Charts" }))
    .getAllByRole("region")
    .map((card) => card.getAttribute("aria-label"));
const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));
const patched = (sent: Sent[]) => sent.find(({ method }) => method === "PATCH");

beforeEach(() => sessionStorage.clear());

it("charts_are_moved_copied_removed_and_every_step_undone", async () => {
  openPage("/boards", answers);
  await press("Edit board");
  await press("Move down: One");
  expect(titles()).toEqual(["Two", "One"]);
  await press("Copy: Two");
  expect(titles()).toEqual(["Two", "Two (copy)", "One"]);
  await press("Remove: One");
  expect(titles()).toEqual(["Two", "Two (copy)"]);
  for (const _ of [1, 2, 3]) await press("Undo a step");
  expect(titles()).toEqual(["One", "Two"]);
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Undo a step" }).disabled).toBe(true);
});

it("a_changed_board_is_drawn_kept_over_a_reload_and_saved_on_its_version", async () => {
  const first = openPage("/boards?edit=1", answers);
  await press("Edit: One");
  await userEvent.click(screen.getByText("figure"));
  expect(screen.getByRole("region", { name: "One" }).className).toContain("of-figure");
  expect(first.sent.some(({ path }) => path.includes("/counts"))).toBe(true);
  cleanup();
  const { sent } = openPage("/boards?edit=1", answers);
  expect(await screen.findByText("There are changes that were not saved.")).toBeTruthy();
  await press("Save the board");
  await waitFor(() => expect(patched(sent)?.headers["if-match"] ?? patched(sent)?.headers["If-Match"]).toContain("4"));
  expect(patched(sent)?.body).toMatchObject({
    charts: [{ records_of: "report", title: "One", title_en: "One", shape: "figure" }, {}],
  });
});

it("what_somebody_else_has_saved_meanwhile_is_told_and_replaced_only_if_one_says_so", async () => {
  let isTheirs = false;
  const theirs = { ...whole, version: 5, fields: { ...fields, charts: [] } };
  const patch = () => {
    if (isTheirs) return whole;
    isTheirs = true;
    return new Status(412, { type: "x", title: "changed", status: 412 });
  };
  const { sent } = openPage("/boards?edit=1", {
    ...answers,
    [`GET ${AT}`]: () => (isTheirs ? theirs : whole),
    [`PATCH ${AT}`]: patch,
  });
  await press("Remove: Two");
  await press("Save the board");
  expect(await screen.findByText("Somebody else saved this board while you were editing it.")).toBeTruthy();
  expect(screen.getByText("One (differs)")).toBeTruthy();
  await press("Replace it by mine");
  await waitFor(() => expect(sent.filter(({ method }) => method === "PATCH")).toHaveLength(2));
  expect(JSON.stringify(sent.findLast(({ method }) => method === "PATCH")?.headers)).toContain("5");
});

it("whoever_may_not_change_a_board_is_not_offered_to", async () => {
  openPage("/boards?edit=1", { ...answers, [`GET ${AT}`]: { ...whole, editable: [] } });
  expect(await screen.findByRole("heading", { name: "Desk" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Edit board" })).toBeNull();
});

it("a_table_becomes_charts_and_the_same_table_again", () => {
  const rows = [row("A", { series: "in" }), row("A", { series: "out" }), row("B", { by: "state" })];
  const board = editedOf({ title: "x", charts: rows });
  expect(board.charts.map(({ title, series }) => [title, series.length])).toEqual([
    ["A", 2],
    ["B", 1],
  ]);
  expect(fieldsOf(board).charts).toEqual(rows);
  const faults = faultsIn(board, [{ field: "charts[2].by", message: "none" }]);
  expect([...faults]).toEqual([["chart1", [{ by: "none" }]]]);
  const [a] = board.charts;
  if (!a) throw new Error("there is no chart");
  expect(copyOf(a).title).toBe("A（副本）");
  expect(doubleIn({ ...board, charts: [a, { ...a, key: "k" }] })).toBe("k");
  expect(ofShape({ ...a, series: [{ by: "state", split_by: "impact" }] }, "line").series).toEqual([{ by: undefined }]);
});
