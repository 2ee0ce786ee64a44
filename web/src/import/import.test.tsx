// A file at the page: read, tried before anything is written, its faults told by row, what was refused given back; long files in
// parts, cancelled, cut off and gone on with.
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { type Answers, openPage, type Sent, Status } from "../test/page";
import { definitions } from "../test/world";
import { begun, nextRows } from "./course";
import { importable } from "./importable";

const AT = "/records/report/import";
const ROWS = "POST /records/report/import/rows";
const problem = { row: 3, field: "impact", message: "is none of: high, low" };

const row = (n: number) => ({ row: n + 2, nth: 1, cells: [`Slow ${n}`] });
const table = (rows: number, format = "csv") => ({
  key: "of the file",
  format,
  header: ["Title"],
  ignored: ["State"],
  rows: Array.from({ length: rows }, (_, n) => row(n)),
});

interface Part {
  header: string[];
  rows: ReturnType<typeof row>[];
}

const isTrial = ({ path }: Sent) => path.includes("dry_run=true");

/** What comes of a part: the row 3 is refused. */
function came(sent: Sent) {
  const { rows } = sent.body as Part;
  const good = rows.filter(({ row }) => row !== 3);
  return {
    dry_run: isTrial(sent),
    key: "of the file",
    rows: rows.length,
    opened: good.map(({ row }) => (isTrial(sent) ? { row } : { row, number: `REP${1_000_000 + row}` })),
    already: [],
    problems: good.length < rows.length ? [problem] : [],
    ignored: [],
    failed: good.length < rows.length ? [{ cells: ["Slow 1"], reason: "Impact: is none of" }] : [],
    failed_csv: null,
  };
}

/** Answers uploads with the file as a table; the addresses that were used. */
function line(answer: object | undefined) {
  const used: string[] = [];
  class Line {
    readonly upload: { onprogress?: (event: object) => void } = {};
    readonly statusText = "";
    status = 200;
    responseText = "";
    onload = () => undefined;
    onerror = () => undefined;
    open(_: string, address: string) {
      used.push(address);
    }
    setRequestHeader(name: string, value: string) {
      if (name === "Content-Type") used.push(value);
    }
    send() {
      this.responseText = JSON.stringify(answer);
      queueMicrotask(() => (answer ? this.onload() : this.onerror()));
    }
  }
  vi.stubGlobal("XMLHttpRequest", Line);
  return used;
}

const choose = async (name = "reports.csv") =>
  userEvent.upload(await screen.findByLabelText("Choose a file"), new File(["Title\nSlow\n"], name));

/** Those of the parts that were for good. */
const forGood = (sent: Sent[]) => sent.filter((one) => one.path.includes("/import/rows") && !isTrial(one));

function keptFiles() {
  const kept: Blob[] = [];
  const names: string[] = [];
  vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => {
    kept.push(blob as Blob);
    return "blob:kept";
  });
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    names.push(this.download);
  });
  return { kept, names };
}

it("a_file_is_tried_then_imported_and_what_was_refused_can_be_had_again", async () => {
  const used = line(table(2));
  const { sent } = openPage(AT, { [ROWS]: came, "POST /records/report/import/failed": "Title" });
  await choose();
  const tried = await screen.findByRole("region", { name: "What would happen" });
  const told = within(tried).getByText("is none of: high, low").closest("tr");
  expect(told?.textContent).toBe("3Impactis none of: high, low");
  expect(within(tried).getByText(/Columns not read.*State/)).toBeTruthy();
  expect(used).toEqual(["/api/v1/records/report/import/table", "text/csv"]);
  expect(forGood(sent)).toHaveLength(0);
  await userEvent.click(screen.getByRole("button", { name: "Import 1" }));
  const result = await screen.findByRole("region", { name: "What was done" });
  expect(within(result).getByRole("link", { name: "REP1000002" }).getAttribute("href")).toBe(
    "/records/report/REP1000002",
  );
  expect(forGood(sent)[0]?.headers["Idempotency-Key"]).toBe("of the file");
  const { kept, names } = keptFiles();
  await userEvent.click(within(result).getByRole("button", { name: "Download the rows with faults (1)" }));
  await waitFor(() => expect(names).toEqual(["reports-faults.csv"]));
  expect(await kept[0]?.text()).toContain("Title");
  expect(sent.at(-1)?.body).toEqual({
    header: ["Title"],
    failed: [{ cells: ["Slow 1"], reason: "Impact: is none of" }],
  });
});

it("a_file_of_excels_is_sent_as_one_and_comes_back_as_one", async () => {
  const used = line(table(2, "xlsx"));
  const { sent } = openPage(AT, { [ROWS]: came, "POST /records/report/import/failed": "PK" });
  await choose("reports.XLSX");
  await screen.findByRole("region", { name: "What would happen" });
  expect(used[1]).toContain("spreadsheetml");
  const { names } = keptFiles();
  await userEvent.click(screen.getByRole("button", { name: "Download the rows with faults (1)" }));
  await waitFor(() => expect(names).toEqual(["reports-faults.xlsx"]));
  expect(sent.at(-1)?.path).toContain("format=xlsx");
});

it("a_long_file_goes_in_parts_and_one_sees_how_far_it_is", async () => {
  line(table(450));
  const { sent } = openPage(AT, { [ROWS]: came });
  await choose();
  await userEvent.click(await screen.findByRole("button", { name: "Import 449" }));
  await screen.findByRole("region", { name: "What was done" });
  const sizes = forGood(sent).map(({ body }) => (body as Part).rows.length);
  expect(sizes).toEqual([200, 200, 50]);
  expect(screen.getByText("249 more are in the list.")).toBeTruthy();
});

it("a_cancelled_import_says_how_far_it_came_and_goes_on_there", async () => {
  line(table(450));
  let parts = 0;
  let answer: (() => void) | undefined;
  const slow = async (sent: Sent) => {
    if (!isTrial(sent) && ++parts === 2) await new Promise<void>((done) => (answer = done));
    return came(sent);
  };
  const { sent } = openPage(AT, { [ROWS]: slow });
  await choose();
  await userEvent.click(await screen.findByRole("button", { name: "Import 449" }));
  expect(await screen.findByText("200 of 450 rows")).toBeTruthy();
  await waitFor(() => expect(answer).toBeDefined());
  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
  answer?.();
  const left = await screen.findByRole("region", { name: "An import that is not done" });
  expect(within(left).getByText(/“reports.csv” stopped after \d+ of 450 rows/)).toBeTruthy();
  await userEvent.click(within(left).getByRole("button", { name: "Go on" }));
  await waitFor(() => expect(screen.queryByRole("region", { name: "An import that is not done" })).toBeNull());
  await screen.findByRole("link", { name: /To the list/ });
  expect(new Set(forGood(sent).map(({ headers }) => headers["Idempotency-Key"]))).toEqual(new Set(["of the file"]));
});

it("a_part_whose_answer_was_lost_is_sent_again_and_no_other", async () => {
  line(table(450));
  let parts = 0;
  const lost = (sent: Sent) => {
    if (!isTrial(sent) && ++parts === 2) throw new TypeError("the network is gone");
    return came(sent);
  };
  const { sent, queries } = openPage(AT, { [ROWS]: lost });
  await choose();
  await userEvent.click(await screen.findByRole("button", { name: "Import 449" }));
  expect(await screen.findByText("The server can't be reached")).toBeTruthy();
  expect(screen.getByText("reports.csv")).toBeTruthy();
  queries.setQueryData(["records", "report"], "as it was");
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByRole("link", { name: /To the list/ });
  expect(queries.getQueryState(["records", "report"])?.isInvalidated).toBe(true);
  const first = forGood(sent).map(({ body }) => (body as Part).rows[0]?.row);
  expect(first).toEqual([2, 202, 202, 402]);
});

it("what_a_closed_tab_left_is_said_and_the_same_file_goes_on", async () => {
  line(table(450));
  const answers: Answers = {
    [ROWS]: (sent: Sent) => (isTrial(sent) ? came(sent) : new Status(503, { title: "away" })),
  };
  openPage(AT, answers);
  await choose();
  await userEvent.click(await screen.findByRole("button", { name: "Import 449" }));
  await screen.findByRole("button", { name: "Try again" });
  cleanup();
  openPage(AT, { [ROWS]: came });
  const left = await screen.findByRole("region", { name: "An import that is not done" });
  expect(within(left).getByText(/stopped after 0 of 450 rows/)).toBeTruthy();
  await userEvent.click(within(left).getByRole("button", { name: "Leave it" }));
  expect(screen.queryByRole("region", { name: "An import that is not done" })).toBeNull();
});

it("a_part_is_short_enough_to_be_sent", () => {
  const long = { ...table(3), rows: table(3).rows.map((one) => ({ ...one, cells: ["x".repeat(150_000)] })) };
  const course = begun("trial", long, "key");
  expect(nextRows(course)).toHaveLength(1);
  expect(nextRows({ ...course, done: 3 })).toHaveLength(0);
  expect(nextRows(begun("trial", table(450), "key"))).toHaveLength(200);
});

it("a_file_dropped_on_the_page_is_tried", async () => {
  const used = line(table(2));
  openPage(AT, { [ROWS]: came });
  await screen.findByLabelText("Choose a file");
  const dataTransfer = { types: ["Files"], files: [new File(["PK"], "dropped.xlsx")] };
  fireEvent.drop(window, { dataTransfer });
  expect(await screen.findByText("dropped.xlsx")).toBeTruthy();
  await waitFor(() => expect(used).toHaveLength(2));
});

it("a_template_is_had_in_either_kind", async () => {
  const { sent } = openPage(AT, { "GET /records/report/template": "Title *" });
  const { names } = keptFiles();
  await userEvent.click(await screen.findByRole("button", { name: "Download an Excel template" }));
  await waitFor(() => expect(names).toHaveLength(1));
  await userEvent.click(screen.getByRole("button", { name: "Download a CSV template" }));
  await waitFor(() => expect(names).toEqual(["Report-template.xlsx", "Report-template.csv"]));
  expect(sent.filter(({ path }) => path.includes("template")).map(({ path }) => path.split("?")[1])).toEqual([
    "format=xlsx",
    "format=csv",
  ]);
});

it("the_list_leads_to_the_import_where_records_may_be_opened", async () => {
  openPage("/records/report");
  expect((await screen.findByRole("link", { name: "Import" })).getAttribute("href")).toBe(AT);
});

it("nobody_imports_what_they_may_not_open", async () => {
  const [report] = definitions.processes;
  const may = { create: false, export: false, give_out: false, administer_accounts: false };
  openPage(AT, { "GET /definitions": { ...definitions, processes: [{ ...report, may }] } });
  expect(await screen.findByText("There is nothing here")).toBeTruthy();
});

it("the_columns_are_those_that_may_be_filled_the_required_first", () => {
  const [report] = definitions.processes;
  if (report) expect(importable(report).map(({ id }) => id)).toEqual(["title", "impact", "requester", "solution"]);
});
