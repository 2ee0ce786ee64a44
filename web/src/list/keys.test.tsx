// The keys of a list: they move, open and look, whatever happens meanwhile.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage, type Sent } from "../test/page";
import { definitions, record } from "../test/world";

const [report] = definitions.processes;
const note = { ...report, id: "note", label: { zh: "记录", en: "Note" } };
const two = { "GET /definitions": { ...definitions, processes: [report, note] } };
const entryOf = (name: string) => within(screen.getByRole("navigation")).getByRole("link", { name: new RegExp(name) });

it("j_and_enter_open_a_record", async () => {
  openPage("/records/report");
  await screen.findByRole("link", { name: "Slow" });
  await userEvent.keyboard("j{Enter}");
  expect(await screen.findByRole("heading", { level: 1, name: "Slow" })).toBeTruthy();
});

it("after_a_step_the_keys_are_for_the_row_not_for_what_was_clicked", async () => {
  openPage("/records/report", two);
  await screen.findByRole("link", { name: "Slow" });
  await userEvent.click(screen.getByRole("button", { name: /Impact/ }));
  await userEvent.keyboard("j ");
  expect(await screen.findByRole("complementary", { name: "REP0000001, beside the list" })).toBeTruthy();
  await userEvent.keyboard("{Escape}");
  await userEvent.click(entryOf("Report"));
  await userEvent.keyboard("j{Enter}");
  expect(await screen.findByRole("heading", { level: 1, name: "Slow" })).toBeTruthy();
});

it("where_the_record_one_stood_on_is_gone_the_keys_go_on_from_there", async () => {
  let rows = [1, 2, 3, 4].map((n) => ({ ...record, id: `r${n}`, number: `REP000000${n}`, title: `Slow ${n}` }));
  const { queries } = openPage("/records/report", { "GET /records/report": () => ({ items: rows, next: null }) });
  await screen.findByRole("link", { name: "Slow 4" });
  const standing = () => document.querySelector("tr.at")?.textContent;
  await userEvent.keyboard("j");
  const order = () => [...document.querySelectorAll("tr.at td a.title")].map((link) => link.textContent);
  while (order()[0] !== "Slow 2") await userEvent.keyboard("j");
  rows = rows.filter(({ title }) => title !== "Slow 2");
  await queries.invalidateQueries({ queryKey: ["records"] });
  await waitFor(() => expect(standing()).toBeUndefined());
  await userEvent.keyboard("j");
  await waitFor(() => expect(order()).toEqual(["Slow 3"]));
});

it("in_another_view_the_keys_begin_at_its_first", async () => {
  const row = (n: number) => ({ ...record, id: `r${n}`, number: `REP000000${n}`, title: `Slow ${n}` });
  const open = encodeURIComponent("record.is_open == true");
  let answer: (rows: unknown) => void = () => undefined;
  const held = new Promise((done) => {
    answer = done;
  });
  openPage("/records/report?view=all", {
    "GET /records/report": ({ path }: Sent) =>
      path.includes(open) ? held : { items: [1, 2, 3, 4].map(row), next: null },
  });
  await screen.findByRole("link", { name: "Slow 4" });
  await userEvent.keyboard("jjj");
  await waitFor(() => expect(document.querySelector("tr.at")?.textContent).toMatch(/Slow [34]/));
  await userEvent.click(screen.getByText("Open", { selector: ".ant-segmented-item-label" }));
  await waitFor(() => expect(document.querySelector(".scroll[aria-busy=true]")).toBeTruthy());
  expect(document.querySelector("tr.at")).toBeNull();
  answer({ items: [5, 6, 7, 8].map(row), next: null });
  await screen.findByRole("link", { name: "Slow 8" });
  await userEvent.keyboard("j");
  await waitFor(() => expect(document.querySelector("tr.at")?.textContent).toContain("Slow 5"));
});

it("keys_that_come_faster_than_records_open_all_count", async () => {
  const rows = [1, 2, 3, 4].map((n) => ({ ...record, id: `r${n}`, number: `REP000000${n}`, title: `Slow ${n}` }));
  const answers = Object.fromEntries(rows.map((row) => [`GET /records/report/${row.number}`, row]));
  const held = new Promise(() => undefined);
  openPage("/records/report/REP0000001", {
    ...answers,
    "GET /records/report": { items: rows, next: null },
    "GET /records/report/REP0000002": () => held,
    "GET /records/report/REP0000003": () => held,
  });
  await screen.findByRole("link", { name: /Slow 4/ });
  await userEvent.keyboard("jjj");
  expect(await screen.findByRole("heading", { level: 1, name: "Slow 4" })).toBeTruthy();
});
