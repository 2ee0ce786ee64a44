// A CSV file at the page: tried before anything is written, its faults told by row, what was refused given back.
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { openPage } from "../test/page";
import { definitions } from "../test/world";
import { importable, template } from "./template";

const AT = "/records/report/import";
const problem = { row: 3, field: "impact", message: "is none of: high, low" };
const came = { rows: 2, already: [], problems: [problem], ignored: ["State"], failed_csv: "\ufeffTitle\r\n" };
const trial = { ...came, dry_run: true, opened: [{ row: 2 }] };
const done = { ...came, dry_run: false, opened: [{ row: 2, number: "REP0000042" }] };

/** Answers uploads: what was sent to which address, in order. */
function line(answers: (address: string) => object | undefined) {
  const used: string[] = [];
  class Line {
    readonly upload: { onprogress?: (event: object) => void } = {};
    readonly statusText = "";
    status = 200;
    responseText = "";
    onload = () => undefined;
    onerror = () => undefined;
    private address = "";
    open(_: string, address: string) {
      this.address = address;
      used.push(address);
    }
    setRequestHeader() {}
    send() {
      const answer = answers(this.address);
      this.responseText = JSON.stringify(answer);
      queueMicrotask(() => (answer ? this.onload() : this.onerror()));
    }
  }
  vi.stubGlobal("XMLHttpRequest", Line);
  return used;
}

const choose = async () =>
  userEvent.upload(await screen.findByLabelText("Choose a CSV file"), new File(["Title\nSlow\n"], "reports.csv"));

it("a_file_is_tried_then_imported_and_what_was_refused_can_be_had_again", async () => {
  const used = line((address) => (address.includes("dry_run=true") ? trial : done));
  openPage(AT);
  await choose();
  const tried = await screen.findByRole("region", { name: "What would happen" });
  const row = within(tried).getByText("is none of: high, low").closest("tr");
  expect(row?.textContent).toBe("3Impactis none of: high, low");
  expect(within(tried).getByText(/Columns not read.*State/)).toBeTruthy();
  expect(used).toHaveLength(1);
  await userEvent.click(screen.getByRole("button", { name: "Import 1" }));
  const result = await screen.findByRole("region", { name: "What was done" });
  expect(within(result).getByRole("link", { name: "REP0000042" }).getAttribute("href")).toBe(
    "/records/report/REP0000042",
  );
  expect(used).toEqual(["/api/v1/records/report/import?dry_run=true", "/api/v1/records/report/import"]);
  const kept: Blob[] = [];
  vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => {
    kept.push(blob as Blob);
    return "blob:kept";
  });
  await userEvent.click(within(result).getByRole("button", { name: "Download the rows with faults (1)" }));
  expect(await kept[0]?.text()).toContain("Title");
});

it("a_file_whose_answer_was_lost_stays_chosen_and_is_imported_again", async () => {
  let away = true;
  const used = line((address) => (address.includes("dry_run") ? trial : away ? undefined : done));
  openPage(AT);
  await choose();
  await userEvent.click(await screen.findByRole("button", { name: "Import 1" }));
  expect(await screen.findByText("The server can't be reached")).toBeTruthy();
  expect(screen.getByText("reports.csv")).toBeTruthy();
  away = false;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByRole("region", { name: "What was done" });
  expect(used.filter((address) => !address.includes("dry_run"))).toHaveLength(2);
});

it("a_file_dropped_on_the_page_is_tried", async () => {
  const used = line(() => trial);
  openPage(AT);
  await screen.findByLabelText("Choose a CSV file");
  const dataTransfer = { types: ["Files"], files: [new File(["Title\n"], "dropped.csv")] };
  fireEvent.drop(window, { dataTransfer });
  expect(await screen.findByText("dropped.csv")).toBeTruthy();
  await waitFor(() => expect(used).toHaveLength(1));
});

it("the_list_leads_to_the_import_where_records_may_be_opened", async () => {
  openPage("/records/report");
  expect((await screen.findByRole("link", { name: "Import CSV" })).getAttribute("href")).toBe(AT);
});

it("nobody_imports_what_they_may_not_open", async () => {
  const [report] = definitions.processes;
  const may = { create: false, export: false, give_out: false, administer_accounts: false };
  openPage(AT, { "GET /definitions": { ...definitions, processes: [{ ...report, may }] } });
  expect(await screen.findByText("There is nothing here")).toBeTruthy();
});

it("the_template_has_the_columns_that_may_be_filled_the_required_first", () => {
  const [report] = definitions.processes;
  if (report) expect(importable(report).map(({ id }) => id)).toEqual(["title", "impact", "requester", "solution"]);
  expect(template(["Title", 'Kind, or "type"'])).toBe('\ufeffTitle,"Kind, or ""type"""\r\n');
});
