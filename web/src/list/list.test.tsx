// The list: columns from the definition, the URL's view in the request, keys.
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { PATIENCE } from "../router";
import { openPage, type Sent, Status } from "../test/page";
import { definitions, record } from "../test/world";

const [report] = definitions.processes;
const note = { ...report, id: "note", label: { zh: "记录", en: "Note" } };
const two = { "GET /definitions": { ...definitions, processes: [report, note] } };
const entryOf = (name: string) => within(screen.getByRole("navigation")).getByRole("link", { name: new RegExp(name) });

it("shows_the_definition_s_columns_and_sorts_by_the_header", async () => {
  const { sent } = openPage("/records/report");
  const header = await screen.findByRole("button", { name: /Impact/ });
  await userEvent.click(header);
  await waitFor(() => expect(sent.some((one) => one.path.includes("sort=impact"))).toBe(true));
  expect(sent.some((one) => one.path.includes(encodeURIComponent("record.is_open == true")))).toBe(true);
});

it("a_list_that_one_comes_to_is_drawn_once_with_its_rows", async () => {
  // Nobody's patience ends here, however slow the machine is.
  const { setTimeout } = globalThis;
  const wait = (then: () => void, time?: number) => (time === PATIENCE ? 0 : setTimeout(then, time));
  vi.stubGlobal("setTimeout", wait);
  let answer: (rows: unknown) => void = () => undefined;
  const held = () =>
    new Promise((done) => {
      answer = done;
    });
  const open = encodeURIComponent("record.is_open == true");
  const reports = ({ path }: Sent) => (path.includes(open) ? held() : { items: [record], next: null });
  const { sent } = openPage("/records/report?view=all", {
    ...two,
    "GET /records/note": held,
    "GET /records/report": reports,
  });
  await screen.findByRole("link", { name: "Slow" });
  const goTo = async (name: string, process: string) => {
    const before = sent.length;
    await userEvent.click(entryOf(name));
    await waitFor(() => expect(sent.slice(before).some(({ path }) => path.includes(open))).toBe(true));
    answer({ items: [{ ...record, process }], next: null });
    await screen.findByRole("heading", { level: 1, name });
    // As soon as its head is there.
    expect(within(screen.getByRole("table")).getByRole("link", { name: "Slow" })).toBeTruthy();
  };
  await goTo("Note", "note");
  // Back to a list one was at before, in another view.
  await goTo("Report", "report");
});

it("a_list_that_is_refused_is_asked_once", async () => {
  const refusal = new Status(422, { title: "too wide", status: 422, detail: "Narrow it." });
  const { sent } = openPage("/records/report", { ...two, "GET /records/note": refusal });
  await screen.findByRole("link", { name: "Slow" });
  await userEvent.click(entryOf("Note"));
  expect(await screen.findByText(/Narrow it/)).toBeTruthy();
  expect(sent.filter(({ path }) => path.includes("/records/note?") && !path.includes("total=1")).length).toBe(1);
});

it("the_record_one_stood_on_moves_nothing_when_it_comes_into_the_list", async () => {
  const closed = { ...record, id: "r9", number: "REP0000009", title: "Closed", state: "done" };
  const many = Array.from({ length: 40 }, (_, n) => ({
    ...record,
    id: `m${n}`,
    number: `REP00001${n}`,
    title: `Slow ${n}`,
  }));
  const open = encodeURIComponent("record.is_open == true");
  let answer: (rows: unknown) => void = () => undefined;
  const held = new Promise((done) => {
    answer = done;
  });
  openPage("/records/report/REP0000009?view=mine", {
    "GET /records/report/REP0000009": closed,
    "GET /records/report": ({ path }: Sent) => (path.includes(open) ? { items: many, next: null } : held),
  });
  await screen.findByRole("heading", { level: 1, name: "Closed" });
  await userEvent.click(entryOf("Report"));
  await screen.findByRole("heading", { level: 1, name: "Report" });
  await userEvent.click(screen.getByText("All", { selector: ".ant-segmented-item-label" }));
  await waitFor(() => expect(document.querySelector(".list-body > .scroll.late")).toBeTruthy());
  answer({ items: [...many, closed], next: null });
  expect(await screen.findByRole("link", { name: "Closed" })).toBeTruthy();
  expect(document.querySelector(".list-body > .scroll")?.scrollTop).toBe(0);
});

it("what_is_here_is_drawn_at_once_though_others_have_changed_something", async () => {
  let isHeld = false;
  const never = new Promise(() => undefined);
  const { queries } = openPage("/records/report", {
    ...two,
    "GET /records/note": { items: [], next: null },
    "GET /records/report": () => (isHeld ? never : { items: [record], next: null }),
  });
  await screen.findByRole("link", { name: "Slow" });
  await userEvent.click(entryOf("Note"));
  await screen.findByRole("heading", { level: 1, name: "Note" });
  isHeld = true;
  await queries.invalidateQueries({ queryKey: ["records"], refetchType: "none" });
  // Nobody's patience ends here: were it waited for, it would never come.
  const { setTimeout } = globalThis;
  vi.stubGlobal("setTimeout", (then: () => void, time?: number) => (time === PATIENCE ? 0 : setTimeout(then, time)));
  await userEvent.click(entryOf("Report"));
  expect(await screen.findByRole("link", { name: "Slow" })).toBeTruthy();
});

it("the_same_filter_again_leaves_the_list_as_it_is", async () => {
  const filter = 'record.impact == "high" || record.impact == "low"';
  const { sent, queries } = openPage(`/records/report?filter=${encodeURIComponent(filter)}`);
  await screen.findByRole("link", { name: "Slow" });
  // Far down, where its beginning is kept no more.
  const queryKey = ["records", "report"];
  queries.setQueriesData(
    { queryKey, type: "active", predicate: ({ queryKey: [, , of] }) => typeof of === "object" },
    () => ({
      pages: [{ items: [record], next: null }],
      pageParams: ["far"],
    }),
  );
  const pages = () => sent.filter(({ path }) => path.includes("/records/report?") && !path.includes("total=1")).length;
  const before = pages();
  await userEvent.type(await screen.findByRole("textbox", { name: "Type a filter" }), "{Enter}");
  expect(screen.getByRole("link", { name: "Slow" })).toBeTruthy();
  expect(pages()).toBe(before);
});

it("a_typed_filter_that_clicks_could_not_make_stays_text", async () => {
  openPage(`/records/report?filter=${encodeURIComponent('record.impact == "high" || record.impact == "low"')}`);
  const typed = await screen.findByRole("textbox", { name: "Type a filter" });
  expect((typed as HTMLInputElement).value).toContain("||");
});

it("an_order_that_the_list_does_not_have_is_said_and_not_asked_for", async () => {
  const { sent } = openPage("/records/report?sort=title");
  expect(await screen.findByRole("link", { name: "Slow" })).toBeTruthy();
  expect(screen.getByRole("status").textContent).toContain("can't be sorted by “Title”");
  const asked = sent.filter((one) => one.path.includes("/records/report"));
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.some((one) => one.path.includes("sort="))).toBe(false);
});

it("sorts_by_whatever_the_api_can", async () => {
  const { sent } = openPage("/records/report");
  await userEvent.click(await screen.findByRole("button", { name: /Number/ }));
  await waitFor(() => expect(sent.some((one) => one.path.includes("sort=-number"))).toBe(true));
  await userEvent.click(await screen.findByRole("button", { name: /State/ }));
  await waitFor(() => expect(sent.some((one) => one.path.includes("sort=state"))).toBe(true));
  expect(screen.queryByRole("button", { name: /^Title/ })).toBeNull();
});

it("the_first_click_sorts_as_one_reads_the_column_and_the_next_the_other_way", async () => {
  const [report] = definitions.processes;
  const list = ["title", "impact", "due_at", "closed_at", "state"];
  const { sent } = openPage("/records/report", {
    "GET /definitions": { ...definitions, processes: [{ ...report, list }] },
  });
  const sorts = async (name: RegExp, expected: string) => {
    await userEvent.click(await screen.findByRole("button", { name }));
    const isPage = (path: string) => path.includes("/records/report?") && !path.includes("total=1");
    const last = () => sent.filter(({ path }) => isPage(path)).at(-1)?.path ?? "";
    await waitFor(() => expect(new URL(`http://page${last()}`).searchParams.get("sort")).toBe(expected));
  };
  await screen.findByRole("link", { name: "Slow" });
  await sorts(/Impact/, "impact");
  await sorts(/Impact/, "-impact");
  await sorts(/Due/, "due_at");
  await sorts(/Closed/, "-closed_at");
  await sorts(/Number/, "-number");
  await sorts(/State/, "state");
});

it("what_nobody_has_is_a_view_for_whoever_gives_it_out", async () => {
  const [report] = definitions.processes;
  const giving = { ...definitions, processes: [{ ...report, may: { ...report?.may, give_out: true } }] };
  const { sent } = openPage("/records/report?filter=record.impact%20==%20%22low%22", { "GET /definitions": giving });
  await userEvent.click(await screen.findByText("Unassigned"));
  const lists = () =>
    sent.map(({ path }) => decodeURIComponent(path)).filter((path) => path.includes("folder=unassigned"));
  await waitFor(() => expect(lists().some((path) => path.includes("total=1"))).toBe(true));
  expect(lists().every((path) => path.includes('record.impact == "low"'))).toBe(true);
  cleanup();
  openPage("/records/report", {});
  await screen.findByRole("link", { name: "Slow" });
  expect(screen.queryByText("Unassigned")).toBeNull();
});

it("whoever_holds_a_phone_finds_import_and_export_too", async () => {
  openPage("/records/report");
  await userEvent.click(await screen.findByRole("button", { name: "More" }));
  expect(await screen.findByRole("menuitem", { name: "Import" })).toBeTruthy();
  expect(screen.getByRole("menuitem", { name: "Export Excel" })).toBeTruthy();
  expect(screen.getByRole("menuitem", { name: "Export CSV" })).toBeTruthy();
});

it("what_was_made_void_says_so_in_place_of_its_state_or_beside_its_title", async () => {
  const [report] = definitions.processes;
  const shown = async (list: string[]) => {
    openPage("/records/report", {
      "GET /definitions": { ...definitions, processes: [{ ...report, list }] },
      "GET /records/report": { items: [{ ...record, is_void: true }], next: null },
    });
    return (await screen.findByRole("link", { name: "Slow" })).closest("tr") as HTMLElement;
  };
  const row = await shown(["title", "state"]);
  expect(within(row).getByText("Void")).toBeTruthy();
  expect(within(row).queryByText("New")).toBeNull();
  cleanup();
  expect(within(await shown(["title"])).getByText("Void")).toBeTruthy();
});

it("what_waits_says_how_much_is_left_of_its_promise", async () => {
  const [report] = definitions.processes;
  const clock = { id: "answer", state: "paused", outcome: null, target_minutes: 480, used_minutes: 120 };
  openPage("/records/report", {
    "GET /definitions": { ...definitions, processes: [{ ...report, list: ["title", "due_at"] }] },
    "GET /records/report": {
      items: [
        { ...record, clocks: [clock] },
        { ...record, id: "r2", number: "REP0000002", clocks: [{ ...clock, used_minutes: 500 }] },
        { ...record, id: "r3", number: "REP0000003" },
      ],
      next: null,
    },
  });
  await screen.findAllByRole("link", { name: "Slow" });
  const told = [...document.querySelectorAll('td[data-column="due_at"]')].map((cell) => cell.textContent);
  expect(told).toEqual(["Paused · 6 h left", "Paused · late", "—"]);
});
