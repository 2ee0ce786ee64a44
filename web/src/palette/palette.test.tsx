// The palette over a page: what it offers, how it is gone through, and that what is chosen does what its button does.
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { lastChosen } from "../api/chosen";
import type { ListedRecord, Process } from "../api/wire";
import { openPage, type Sent, Status } from "../test/page";
import { definitions, me, record } from "../test/world";

const AT = "/records/report/REP0000001";
const [report] = definitions.processes as [Process];
const both = (text: string) => ({ zh: `${text}。`, en: text });

/** Opens it by its key, once the page is there. */
async function openPalette() {
  await screen.findAllByRole("heading");
  await userEvent.keyboard("{Control>}k{/Control}");
  const dialog = await screen.findByRole("dialog", { name: "Command palette" });
  return { dialog, box: within(dialog).getByRole("combobox") as HTMLInputElement };
}

const options = () => screen.queryAllByRole("option").map((one) => one.textContent);
const chosen = () => screen.queryAllByRole("option", { selected: true }).map((one) => one.textContent);
const texts = () => screen.queryAllByRole("option").map((one) => one.querySelector(".palette-text")?.textContent);

it("f_plt_07_the_palette_opens_while_one_types_and_gives_the_focus_back", async () => {
  openPage(AT);
  const note = within(await screen.findByRole("form", { name: "Internal note" })).getByRole("textbox");
  await userEvent.type(note, "half a ");
  const { box } = await openPalette();
  expect(document.activeElement).toBe(box);
  await userEvent.keyboard("xyz");
  expect(box.value).toBe("xyz");
  await userEvent.keyboard("{Escape}");
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(document.activeElement).toBe(note);
  await userEvent.keyboard("word");
  expect((note as HTMLTextAreaElement).value).toBe("half a word");
});

it("f_plt_07_its_key_closes_it_too", async () => {
  openPage("/");
  await openPalette();
  await userEvent.keyboard("{Meta>}k{/Meta}");
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("f_plt_07_nothing_typed_shows_what_can_be_done_here_and_the_pages", async () => {
  openPage(AT);
  await openPalette();
  const groups = screen.getAllByRole("group").map((group) => group.getAttribute("aria-labelledby"));
  const titles = groups.map((id) => document.getElementById(id ?? "")?.textContent);
  expect(titles).toEqual(["Actions of REP0000001", "This page", "Pages", "Actions"]);
  expect(texts().slice(0, 2)).toEqual(["Finish", "Change Title"]);
  const denied = screen.getByRole("option", { name: /Escalate/ });
  expect(denied.getAttribute("aria-disabled")).toBe("true");
  expect(denied.textContent).toContain("Needs the role Lead");
  await userEvent.click(denied);
  expect(screen.getByRole("dialog")).toBeTruthy();
});

it("f_plt_07_a_chosen_step_opens_the_dialog_that_its_button_opens", async () => {
  openPage(AT);
  await screen.findByRole("button", { name: "Finish" });
  await openPalette();
  await userEvent.keyboard("fini{Enter}");
  const dialog = await screen.findByRole("dialog", { name: "Finish" });
  expect(dialog.contains(document.activeElement)).toBe(true);
  expect(within(dialog).getByRole("textbox", { name: "Solution" })).toBeTruthy();
});

it("f_plt_07_over_a_dialog_it_only_leads_elsewhere_and_goes_back_to_it", async () => {
  openPage(AT);
  await userEvent.click(await screen.findByRole("button", { name: "Finish" }));
  const field = within(await screen.findByRole("dialog", { name: "Finish" })).getByRole("textbox", {
    name: "Solution",
  });
  await userEvent.type(field, "Done");
  await userEvent.keyboard("{Control>}k{/Control}");
  await screen.findByRole("combobox", { name: /Actions, pages/ });
  expect(texts()).toContain("Clauses");
  expect(texts()).not.toContain("Follow");
  await userEvent.keyboard("{Escape}");
  expect(screen.queryByRole("combobox", { name: /Actions, pages/ })).toBeNull();
  expect(document.activeElement).toBe(field);
});

it("f_plt_07_pages_are_found_by_either_language", async () => {
  openPage("/", { "GET /clauses": { items: [] } }, "en");
  await openPalette();
  await userEvent.keyboard("条款");
  expect(chosen()[0]).toContain("Clauses");
});

it("f_plt_07_a_number_leads_there_before_anybody_answers", async () => {
  openPage("/", { "GET /search": () => new Promise(() => undefined) });
  await openPalette();
  await userEvent.keyboard("rep1");
  expect(chosen()[0]).toContain("REP0000001");
  await userEvent.keyboard("{Enter}");
  expect(await screen.findByRole("heading", { level: 1, name: "Slow" })).toBeTruthy();
  expect(document.activeElement?.id).toBe("content");
});

it("f_plt_07_a_number_that_nobody_has_leads_nowhere_once_that_is_known", async () => {
  openPage("/", { "GET /records/report": { items: [], next: null }, "GET /search": { items: [], next: null } });
  await openPalette();
  await userEvent.keyboard("rep77");
  await waitFor(() => expect(texts()).toEqual(["Search all records for “rep77”"]));
});

const hit = (number: string, title: string) => ({
  record: { id: number, process: "report", number, title },
  state: "done",
  is_void: false,
  excerpt: title,
  updated_at: "2026-11-20T01:00:00Z",
});

it("f_plt_07_records_come_with_their_process_and_state_beginnings_first", async () => {
  const items = [hit("REP0000003", "A printer is hot"), hit("REP0000002", "Printer is cold"), hit("REP0000004", "Jam")];
  openPage("/", { "GET /search": { items, next: null } });
  await openPalette();
  await userEvent.keyboard("printer");
  await screen.findByRole("option", { name: /REP0000002/ });
  expect(options().slice(0, 3)).toEqual([
    "REP0000002Printer is coldReportDone",
    "REP0000003A printer is hotReportDone",
    "REP0000004JamReportDone",
  ]);
});

it("f_plt_07_a_late_answer_takes_the_place_of_no_newer_one", async () => {
  const late: { [q: string]: (found: unknown) => void } = {};
  const search = ({ path }: Sent) =>
    new Promise((answer) => {
      late[new URLSearchParams(path.split("?")[1]).get("q") ?? ""] = answer;
    });
  openPage("/", { "GET /search": search });
  await openPalette();
  await userEvent.keyboard("prin");
  await waitFor(() => expect(late.prin).toBeTruthy());
  await userEvent.keyboard("ter");
  await waitFor(() => expect(late.printer).toBeTruthy());
  await act(async () => late.printer?.({ items: [hit("REP0000002", "Printer is cold")], is_cut: false }));
  await screen.findByRole("option", { name: /REP0000002/ });
  await act(async () => late.prin?.({ items: [hit("REP0000009", "Prince")], is_cut: false }));
  expect(screen.queryByRole("option", { name: /REP0000009/ })).toBeNull();
  expect(screen.getByRole("option", { name: /REP0000002/ })).toBeTruthy();
});

const person: Process = { ...report, id: "person", label: both("Person"), content: "person", prefix: "PER" };
const wang: ListedRecord = { ...record, id: "p9", process: "person", number: "PER0000009", title: "王工" };

it("f_plt_07_people_are_found_by_how_they_sound_and_the_server_is_asked_once_whoever_types_pauses", async () => {
  const { sent } = openPage("/", {
    "GET /definitions": { ...definitions, processes: [report, person] },
    "GET /records/person": { items: [wang], next: null },
    "GET /search": { items: [], next: null },
  });
  await openPalette();
  fireEvent.change(screen.getByRole("combobox", { name: /Actions, pages/ }), { target: { value: "w" } });
  fireEvent.change(screen.getByRole("combobox", { name: /Actions, pages/ }), { target: { value: "wg" } });
  expect(await screen.findByRole("option", { name: /王工/ })).toBeTruthy();
  const asked = sent.filter(({ path }) => path.startsWith("/api/v1/records/person") && path.includes("q="));
  expect(asked.map(({ path }) => new URLSearchParams(path.split("?")[1]).get("q"))).toEqual(["wg"]);
});

it("f_plt_07_arrows_and_ctrl_n_go_through_it_and_round", async () => {
  openPage("/");
  const { box } = await openPalette();
  const all = options();
  await userEvent.keyboard("{ArrowDown}{Control>}n{/Control}");
  expect(chosen()).toEqual([all[2]]);
  const active = document.getElementById(box.getAttribute("aria-activedescendant") ?? "");
  expect(active?.textContent).toBe(all[2]);
  await userEvent.keyboard("{Control>}p{/Control}{ArrowUp}{ArrowUp}");
  expect(chosen()).toEqual([all.at(-1)]);
});

it("f_plt_07_an_input_method_s_enter_and_esc_are_its_own", async () => {
  openPage("/");
  const { box } = await openPalette();
  fireEvent.keyDown(box, { key: "Enter", isComposing: true });
  fireEvent.keyDown(box, { key: "Escape", isComposing: true });
  expect(screen.getByRole("dialog")).toBeTruthy();
});

it("f_plt_07_what_was_chosen_last_is_first_and_forgotten_at_sign_out", async () => {
  openPage("/", { "POST /sign-out": {}, "GET /glossary": { items: [] } });
  await openPalette();
  await userEvent.keyboard("glossary{Enter}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await openPalette();
  expect(chosen()).toEqual(["Glossary"]);
  expect(texts().filter((text) => text === "Glossary")).toHaveLength(1);
  expect(lastChosen(me.id)).toHaveLength(1);
  await userEvent.keyboard("sign out{Enter}");
  await screen.findByRole("button", { name: /Sign in/ });
  expect(lastChosen(me.id)).toEqual([]);
});

it("f_plt_07_customers_have_no_palette", async () => {
  const customer = { id: "c1", process: "report", number: "REP0000009", title: "Clouds" };
  openPage("/", { "GET /me": { ...me, customer } });
  await screen.findAllByRole("heading");
  await userEvent.keyboard("{Control>}k{/Control}");
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("f_plt_07_what_can_t_be_taken_says_why_in_the_list_of_a_record_stood_on", async () => {
  openPage("/records/report");
  await screen.findByRole("link", { name: "Slow" });
  await userEvent.keyboard("j.");
  const dialog = await screen.findByRole("dialog", { name: "Actions of REP0000001" });
  await within(dialog).findByRole("option", { name: /Finish/ });
  expect(texts()).toEqual(["Finish", "Follow", "Escalate"]);
  await userEvent.keyboard("{Enter}");
  expect(await screen.findByRole("dialog", { name: "Finish" })).toBeTruthy();
  expect(screen.getByRole("table")).toBeTruthy();
});

it("f_plt_07_the_list_offers_its_views_and_a_new_record", async () => {
  const { sent } = openPage("/records/report");
  await screen.findByRole("link", { name: "Slow" });
  await openPalette();
  expect(texts()).toEqual(expect.arrayContaining(["View: All", "New Report", "Import", "Export Excel", "Export CSV"]));
  expect(texts()).not.toContain("View: Open");
  await userEvent.keyboard("view: all{Enter}");
  await waitFor(() => expect(sent.some(({ path }) => /records\/report\?(?!.*filter)/.test(path))).toBe(true));
});

it("f_plt_07_a_server_that_fails_leaves_what_the_page_knows", async () => {
  openPage("/", { "GET /search": new Status(500, { title: "Broken" }) });
  await openPalette();
  await userEvent.keyboard("cla");
  expect(texts()).toContain("Clauses");
  await userEvent.keyboard("zzz");
  expect(texts()).toEqual(["Search all records for “clazzz”"]);
});

const shelf: Process = { ...report, id: "shelf", label: both("Saved view"), content: "saved_view", prefix: "VIW" };
const kept = {
  ...record,
  id: "v1",
  process: "shelf",
  number: "VIW0000001",
  title: "Late ones",
  fields: { title: "Late ones", records_of: "report", filter: 'record.impact == "high"' },
};
const withViews = {
  "GET /definitions": { ...definitions, processes: [report, shelf] },
  "GET /records/shelf": { items: [kept], next: null },
  "GET /search": { items: [], next: null },
};

it("f_plt_07_saved_views_are_gone_to_from_any_page", async () => {
  const { sent } = openPage("/", withViews);
  await openPalette();
  await userEvent.keyboard("late on");
  const option = await screen.findByRole("option", { name: /View: Late ones/ });
  expect(option.textContent).toContain("Report");
  const sought = sent.find(({ path }) => path.includes("/records/shelf?") && path.includes("q=late"));
  // Nobody is led to what another keeps for themselves.
  expect(new URLSearchParams(sought?.path.split("?")[1]).get("filter")).toContain("has(record.shared_by)");
  await userEvent.click(option);
  expect(await screen.findByRole("button", { name: /Late ones/ })).toBeTruthy();
  await waitFor(() => expect(sent.some(({ path }) => /records\/report\?filter=record.impact/.test(path))).toBe(true));
});

it("f_plt_07_a_list_s_columns_and_filter_are_opened_and_one_s_folders_gone_to", async () => {
  openPage("/records/report", { "GET /search": { items: [], next: null } });
  await screen.findByRole("link", { name: "Slow" });
  await openPalette();
  expect(texts()).not.toContain("My folders: Followed");
  await userEvent.keyboard("choose columns{Enter}");
  const shown = await screen.findByRole("list", { name: /shown/i });
  await waitFor(() => expect(shown.closest(".column-picker")?.contains(document.activeElement)).toBe(true));
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("button", { name: "Columns" })));
  await openPalette();
  await userEvent.keyboard("type a filter{Enter}");
  expect(document.activeElement).toBe(await screen.findByRole("textbox", { name: "Type a filter" }));
  await openPalette();
  await userEvent.keyboard("followed{Enter}");
  expect(await screen.findByRole("navigation", { name: "My folders" })).toBeTruthy();
});
