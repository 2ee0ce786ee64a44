// A form that is built on an item's page and left before it is saved.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Field, Process, TableRow } from "../api/wire";
import { openPage } from "../test/page";
import { definitions, record } from "../test/world";

const AT = "/records/report/REP0000001";
const [report] = definitions.processes as [Process];
const [plain] = report.fields as [Field];
const column = (id: string): Field => ({ ...plain, id, label: { zh: id, en: id }, required: false });
const columns = ["question", "zh", "kind", "options", "when"].map(column);
const FORM: Process = { ...report, fields: [plain, { ...column("questions"), kind: "table", columns }] };
const asks = (...words: string[]): TableRow[] =>
  words.map((zh, at) => ({ question: `q${at + 1}`, zh, en: zh, kind: "text" }));

function open(version: number, questions: TableRow[]) {
  document.body.replaceChildren();
  return openPage(AT, {
    "GET /definitions": { ...definitions, processes: [FORM] },
    [`GET ${AT}`]: { ...record, version, fields: { title: "VPN", questions }, editable: ["questions"] },
    [`PATCH ${AT}`]: { ...record, version: version + 1 },
  });
}

/** Adds a question, and goes without saving. */
async function leave() {
  open(3, asks("Where?"));
  await userEvent.click(await screen.findByRole("button", { name: "Change questions" }));
  await userEvent.click(await screen.findByRole("button", { name: "Add a question" }));
  await screen.findByRole("button", { name: "Edit: Question 2" });
}

it("a_form_left_unsaved_is_there_again_and_can_be_discarded", async () => {
  await leave();
  open(3, asks("Where?"));
  expect(await screen.findByText("There are changes that were not saved.")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Edit: Question 2" })).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Discard them" }));
  await waitFor(() => expect(screen.queryByText("There are changes that were not saved.")).toBeNull());
  expect(sessionStorage.length).toBe(0);
});

it("what_others_have_saved_in_the_form_meanwhile_stands_beside_it", async () => {
  await leave();
  const { sent } = open(5, asks("Where?", "When?"));
  expect(await screen.findByText(/begun on version 3; the record is now at version 5/)).toBeTruthy();
  const alert = await screen.findByText("Somebody else changed this field while you were editing it.");
  const conflict = alert.closest<HTMLElement>(".conflict") ?? document.body;
  expect(within(conflict).getByText("When?")).toBeTruthy();
  await userEvent.click(within(conflict).getByRole("button", { name: "Use mine" }));
  await waitFor(() => expect(sent.some(({ method }) => method === "PATCH")).toBe(true));
  expect(sent.find(({ method }) => method === "PATCH")?.headers["If-Match"]).toContain("5");
});

it("what_others_have_saved_elsewhere_in_the_record_is_told_and_hinders_nothing", async () => {
  await leave();
  open(4, asks("Where?"));
  expect(await screen.findByText(/begun on version 3; the record is now at version 4/)).toBeTruthy();
  expect(screen.queryByText(/Somebody else changed this field/)).toBeNull();
  expect(screen.getByRole("button", { name: "Edit: Question 2" })).toBeTruthy();
});
