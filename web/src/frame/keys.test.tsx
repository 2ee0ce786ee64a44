// The keys, and their sheet: each key does what the sheet says, and the sheet says what is there.
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Field, Process } from "../api/wire";
import { openPage } from "../test/page";
import { definitions, record } from "../test/world";

const AT = "/records/report/REP0000001";

async function sheet() {
  await userEvent.keyboard("?");
  const dialog = await screen.findByRole("dialog", { name: "Keys" });
  return within(dialog)
    .getAllByRole("definition")
    .map((what) => `${what.previousElementSibling?.textContent} ${what.textContent}`);
}

it("f_plt_07_the_sheet_holds_the_keys_of_where_one_is", async () => {
  openPage(AT);
  await screen.findByRole("form", { name: "Internal note" });
  const lines = await sheet();
  expect(lines).toEqual(
    expect.arrayContaining([
      "e Change Title",
      "r Reply",
      "n New Report",
      ". More actions",
      "CtrlEnter Send what you are writing",
    ]),
  );
  expect(lines.some((line) => line.startsWith("Space"))).toBe(false);
});

it("f_plt_07_the_sheet_of_a_list_holds_moving_and_looking", async () => {
  openPage("/records/report");
  await screen.findByRole("link", { name: "Slow" });
  const lines = await sheet();
  const here = ["jk Next, previous", "Enter Open the one you are on", ". More actions"];
  expect(lines).toEqual(expect.arrayContaining(here));
  expect(lines.some((line) => line.startsWith("r "))).toBe(false);
});

it("f_plt_07_keys_of_a_record_edit_its_title_and_begin_to_write", async () => {
  openPage(AT);
  const note = await screen.findByRole("form", { name: "Internal note" });
  await userEvent.keyboard("m");
  expect(note.contains(document.activeElement)).toBe(true);
  document.getElementById("content")?.focus();
  await userEvent.keyboard("e");
  expect(((await screen.findByDisplayValue("Slow")) as HTMLInputElement).value).toBe("Slow");
});

it("f_plt_07_escape_leaves_what_is_being_written_and_the_words_stay", async () => {
  openPage(AT);
  const note = await screen.findByRole("form", { name: "Internal note" });
  await userEvent.keyboard("m");
  const box = within(note).getByRole("textbox") as HTMLTextAreaElement;
  await userEvent.keyboard("half{Escape}j");
  expect(box.value).toBe("half");
  expect(document.activeElement).not.toBe(box);
});

const assignee: Field = { ...(definitions.processes[0] as Process).fields[2], id: "assignee" } as Field;
const [report] = definitions.processes as [Process];
const given = { ...definitions, processes: [{ ...report, fields: [...report.fields, assignee] }] };
const step = { ...record.actions[0], id: "transition:hand_over", label: { zh: "交给", en: "Hand over" } };

it("f_plt_07_a_opens_the_step_that_asks_who_gets_it_whatever_it_is_called", async () => {
  const actions = [{ ...step, requires: ["assignee"] }];
  openPage(AT, { "GET /definitions": given, [`GET ${AT}`]: { ...record, actions } });
  await screen.findByRole("button", { name: "Hand over" });
  await userEvent.keyboard("a");
  expect(await screen.findByRole("dialog", { name: "Hand over" })).toBeTruthy();
});

it("f_plt_07_a_gives_the_record_that_a_list_stands_on", async () => {
  const actions = [{ ...step, requires: ["assignee"] }];
  openPage("/records/report", { "GET /definitions": given, [`GET ${AT}`]: { ...record, actions } });
  await screen.findByRole("link", { name: "Slow" });
  await userEvent.keyboard("ja");
  expect(await screen.findByRole("dialog", { name: "Hand over" })).toBeTruthy();
  expect(screen.getByRole("heading", { level: 1, name: "Report", hidden: true })).toBeTruthy();
});

it("f_plt_07_a_says_where_nothing_gives_the_record_of_a_list", async () => {
  openPage("/records/report", { "GET /definitions": given, [`GET ${AT}`]: { ...record, actions: [] } });
  await screen.findByRole("link", { name: "Slow" });
  await userEvent.keyboard("ja");
  expect(await screen.findByText(/No step gives this record/)).toBeTruthy();
});

it("f_plt_07_a_opens_the_field_where_no_step_asks_for_it", async () => {
  openPage(AT, { "GET /definitions": given, [`GET ${AT}`]: { ...record, editable: ["title", "assignee"] } });
  await screen.findByRole("form", { name: "Internal note" });
  await screen.findByRole("region", { name: "Fields" });
  await userEvent.keyboard("a");
  const cell = await waitFor(() => {
    const found = document.querySelector('[data-field="assignee"]');
    expect(found).toBeTruthy();
    return found as HTMLElement;
  });
  expect(cell.contains(document.activeElement)).toBe(true);
});

it("f_plt_07_a_says_why_nobody_can_be_given_it", async () => {
  const missing = { kind: "role" as const, text: { zh: "不行", en: "Needs the role Lead" } };
  const actions = [{ ...step, requires: ["assignee"], allowed: false, missing }];
  openPage(AT, { "GET /definitions": given, [`GET ${AT}`]: { ...record, actions } });
  await screen.findByRole("button", { name: "Hand over" });
  await userEvent.keyboard("a");
  expect(await screen.findByText("Needs the role Lead")).toBeTruthy();
});

it("f_plt_07_a_key_that_is_held_down_does_once_what_it_does_and_moves_on_and_on", async () => {
  const rows = [1, 2, 3].map((n) => ({ ...record, id: `r${n}`, number: `REP000000${n}`, title: `Slow ${n}` }));
  openPage("/records/report", { "GET /records/report": { items: rows, next: null } });
  await screen.findByRole("link", { name: "Slow 1" });
  const hold = (key: string, ctrlKey = false) => {
    const notPrevented = fireEvent.keyDown(document.body, { key, ctrlKey, repeat: true });
    return !notPrevented;
  };
  await userEvent.keyboard("j");
  hold("j");
  hold("j");
  await waitFor(() => expect(document.querySelector("tr.at")?.textContent).toContain("Slow 3"));
  await userEvent.keyboard("{Control>}k{/Control}");
  await screen.findByRole("dialog", { name: "Command palette" });
  expect(hold("k", true)).toBe(true);
  expect(screen.getByRole("dialog", { name: "Command palette" })).toBeTruthy();
});
