// Lists that people keep as views: kept, shown, changed, shared, and what is said where one is missing.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { PATIENCE } from "../router";
import { openPage, type Sent, Status } from "../test/page";
import { definitions, record } from "../test/world";

const [report] = definitions.processes;
const both = (text: string) => ({ zh: text, en: text });
const keeper = {
  ...report,
  id: "shelf",
  label: both("Saved view"),
  content: "saved_view",
  lifetime: "standing" as const,
  prefix: "VIW",
  states: [
    { id: "own", label: both("Personal"), kind: "in_force" as const },
    { id: "of_all", label: both("Everybody's"), kind: "in_force" as const },
  ],
};
const note = { ...report, id: "note", label: both("Note") };
const world = { "GET /definitions": { ...definitions, processes: [report, note, keeper] } };

const view = (n: number, more: object = {}, state = "own") => ({
  ...record,
  id: `v${n}`,
  process: "shelf",
  number: `VIW000000${n}`,
  title: `View ${n}`,
  state,
  fields: { title: `View ${n}`, ...more },
  actions: [],
});
const share = {
  id: "transition:share",
  label: both("Share"),
  allowed: true,
  requires: [],
  asks: [],
  comment: "optional" as const,
  audience: "internal" as const,
  leads: "on" as const,
  is_main: true,
  voters: [],
};
const high = view(1, { filter: 'record.impact == "high"', sort: "-impact", columns: "title state" });

const pages = (sent: Sent[]) =>
  sent.filter(({ path }) => path.includes("/records/report?") && !path.includes("total=1"));
const asked = (sent: Sent[]) => new URL(`http://page${pages(sent).at(-1)?.path}`).searchParams;

it("a_view_is_shown_as_it_was_kept", async () => {
  const { sent } = openPage("/records/report?view=VIW0000001", {
    ...world,
    "GET /records/shelf": { items: [high], next: null },
  });
  await screen.findByRole("link", { name: "Slow" });
  expect(screen.getByRole("button", { name: /View 1/ })).toBeTruthy();
  expect(asked(sent).get("filter")).toBe('record.impact == "high"');
  expect(asked(sent).get("sort")).toBe("-impact");
  expect(screen.queryByRole("columnheader", { name: /Impact/ })).toBeNull();
  expect(screen.getByText("High", { selector: "strong *" })).toBeTruthy();
});

it("a_list_is_kept_as_a_view_and_shown_at_once", async () => {
  const kept: object[] = [];
  const made = view(2, { filter: "record.is_open == true" });
  const { sent } = openPage("/records/report", {
    ...world,
    "GET /records/shelf": () => ({ items: kept, next: null }),
    "POST /records/shelf": () => {
      kept.push(made);
      return made;
    },
  });
  await screen.findByRole("link", { name: "Slow" });
  await userEvent.click(screen.getByRole("button", { name: "Views" }));
  await userEvent.click(await screen.findByRole("button", { name: "Keep as a new view…" }));
  await userEvent.type(within(await screen.findByRole("dialog")).getByRole("textbox"), "Mine{Enter}");
  await waitFor(() => expect(sent.some(({ method }) => method === "POST")).toBe(true));
  const { body } = sent.find(({ method }) => method === "POST") ?? {};
  expect(body).toEqual({
    title: "Mine",
    records_of: "report",
    filter: "record.is_open == true",
    columns: "title impact state",
  });
  expect(await screen.findByRole("button", { name: /View 2/ })).toBeTruthy();
  expect(screen.queryByText(/is not there or not shared/)).toBeNull();
});

it("what_is_changed_is_said_and_kept_with_the_version_that_was_read", async () => {
  const one = { ...high, editable: ["filter"], version: 7 };
  const { sent } = openPage("/records/report?view=VIW0000001", {
    ...world,
    "GET /records/shelf": { items: [{ ...high, version: 6 }], next: null },
    "GET /records/shelf/VIW0000001": one,
    "PATCH /records/shelf/VIW0000001": one,
  });
  await screen.findByRole("link", { name: "Slow" });
  await userEvent.click(screen.getByRole("button", { name: "Remove this condition" }));
  await userEvent.click(await screen.findByRole("button", { name: /View 1.*changed/ }));
  await userEvent.click(await screen.findByRole("button", { name: "Keep the changes" }));
  await waitFor(() => expect(sent.some(({ method }) => method === "PATCH")).toBe(true));
  const { body, headers } = sent.find(({ method }) => method === "PATCH") ?? {};
  expect(body).toEqual({ filter: null, folder: null, sort: "-impact", grouped_by: null, columns: "title state" });
  // Of the version that the list shows: what others have kept since is not written over unread.
  expect(headers?.["If-Match"]).toBe('"6"');
});

it("a_view_is_shared_by_its_record_s_own_step", async () => {
  const { sent } = openPage("/records/report?view=VIW0000001", {
    ...world,
    "GET /records/shelf": { items: [high, view(3, {}, "of_all")], next: null },
    "GET /records/shelf/VIW0000001": { ...high, actions: [share] },
    "POST /records/shelf/VIW0000001/transitions/share": { ...high, actions: [] },
  });
  await screen.findByRole("link", { name: "Slow" });
  await userEvent.click(screen.getByRole("button", { name: /View 1/ }));
  const shared = await screen.findByRole("region", { name: "Everybody's" });
  expect(within(shared).getByRole("button", { name: /View 3/ })).toBeTruthy();
  await userEvent.click(await screen.findByRole("button", { name: "Share" }));
  await waitFor(() => expect(sent.some(({ path }) => path.endsWith("/transitions/share"))).toBe(true));
});

it("a_link_to_a_view_that_is_not_there_says_so_and_one_that_could_not_be_read_another_thing", async () => {
  openPage("/records/report?view=VIW0000009", { ...world, "GET /records/shelf": { items: [high], next: null } });
  expect(await screen.findByText(/is not there or not shared/)).toBeTruthy();
  expect(screen.getByRole("link", { name: "Slow" })).toBeTruthy();
  document.body.replaceChildren();
  const away = new Status(503, { title: "The store is away", status: 503 });
  openPage("/records/report?view=VIW0000009", { ...world, "GET /records/shelf": away });
  expect(await screen.findByText("The store is away")).toBeTruthy();
  expect(screen.queryByText(/is not there or not shared/)).toBeNull();
});

it("many_views_are_not_all_counted_nor_after_each_change", async () => {
  const many = Array.from({ length: 40 }, (_, n) => ({
    ...view(1, { filter: `record.number != "${n}"` }),
    number: `VIW1${n}`,
  }));
  const { sent, queries } = openPage("/records/report", {
    ...world,
    "GET /records/shelf": { items: many, next: null },
  });
  await screen.findByRole("link", { name: "Slow" });
  await userEvent.click(screen.getByRole("button", { name: "Views" }));
  const counts = () => sent.filter(({ path }) => path.includes("total=1") && path.includes("record.number")).length;
  await waitFor(() => expect(counts()).toBe(20));
  await queries.invalidateQueries({ queryKey: ["records"] });
  expect(counts()).toBe(20);
});

it("a_saved_view_that_is_here_is_drawn_at_once_though_others_have_changed_something", async () => {
  let isHeld = false;
  const never = new Promise(() => undefined);
  const { queries } = openPage("/records/report?view=VIW0000001", {
    ...world,
    "GET /records/report/REP0000001": record,
    "GET /records/shelf": () => (isHeld ? never : { items: [high], next: null }),
    "GET /records/report": () => (isHeld ? never : { items: [record], next: null }),
  });
  await userEvent.click(await screen.findByRole("link", { name: "Slow" }));
  await screen.findByRole("heading", { level: 1, name: "Slow" });
  isHeld = true;
  await queries.invalidateQueries({ queryKey: ["records"], refetchType: "none" });
  // Nobody's patience ends here: were it waited for, it would never come.
  const { setTimeout } = globalThis;
  vi.stubGlobal("setTimeout", (then: () => void, time?: number) => (time === PATIENCE ? 0 : setTimeout(then, time)));
  await userEvent.click(
    within(await screen.findByRole("region", { name: "List" })).getByRole("link", { name: "Report" }),
  );
  expect(await screen.findByRole("button", { name: /View 1/ })).toBeTruthy();
  expect(within(screen.getByRole("table")).getByRole("link", { name: "Slow" })).toBeTruthy();
});

it("where_the_view_that_is_shown_is_retired_the_list_says_so_and_goes_on", async () => {
  const retire = { ...share, id: "transition:retire", label: both("Retire"), leads: "out" as const };
  let isRetired = false;
  openPage("/records/report?view=VIW0000001", {
    ...world,
    "GET /records/shelf": () => ({ items: isRetired ? [] : [high], next: null }),
    "GET /records/shelf/VIW0000001": () => ({ ...high, is_open: !isRetired, actions: isRetired ? [] : [retire] }),
    "POST /records/shelf/VIW0000001/transitions/retire": () => {
      isRetired = true;
      return { ...high, is_open: false, actions: [] };
    },
  });
  await screen.findByRole("link", { name: "Slow" });
  await userEvent.click(screen.getByRole("button", { name: /View 1/ }));
  await userEvent.click(await screen.findByRole("button", { name: "Retire" }));
  expect(await screen.findByRole("button", { name: "Views" })).toBeTruthy();
  expect(screen.getByText(/is retired or no longer shared/)).toBeTruthy();
});

it("a_third_click_gives_a_view_its_own_order_back_and_its_own_column_can_be_turned_round", async () => {
  const { sent } = openPage("/records/report?view=VIW0000001", {
    ...world,
    "GET /records/shelf": { items: [view(1, { sort: "-impact" })], next: null },
  });
  await screen.findByRole("link", { name: "Slow" });
  const head = (column: string) => screen.getByRole("columnheader", { name: new RegExp(`^${column}`) });
  const click = async (column: string, sorted: string, direction: string) => {
    await userEvent.click(within(head(column)).getByRole("button"));
    await waitFor(() => expect(head(sorted).getAttribute("aria-sort")).toBe(direction));
  };
  const isChanged = () => screen.queryByRole("button", { name: /View 1.*changed/ }) !== null;
  await click("Impact", "Impact", "ascending");
  await waitFor(() => expect(isChanged()).toBe(true));
  await click("Impact", "Impact", "descending");
  await waitFor(() => expect(isChanged()).toBe(false));
  await click("State", "State", "ascending");
  await click("State", "State", "descending");
  await click("State", "Impact", "descending");
  await waitFor(() => expect(isChanged()).toBe(false));
  expect(asked(sent).get("sort")).toBe("-state");
});

it("a_list_learns_within_a_minute_that_its_view_was_taken_away", async () => {
  let isTaken = false;
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    openPage("/records/report?view=VIW0000001", {
      ...world,
      "GET /records/shelf": () => ({ items: isTaken ? [] : [high], next: null }),
    });
    await screen.findByRole("button", { name: /View 1/ });
    isTaken = true;
    await vi.advanceTimersByTimeAsync(61_000);
    expect(await screen.findByText(/is retired or no longer shared/)).toBeTruthy();
  } finally {
    vi.useRealTimers();
  }
});

it("a_view_that_is_not_there_is_not_waited_for_whenever_the_views_are_read_again", async () => {
  let isHeld = false;
  const { queries } = openPage("/records/report?view=VIW0000009", {
    ...world,
    "GET /records/shelf": () => (isHeld ? new Promise(() => undefined) : { items: [high], next: null }),
  });
  await screen.findByText(/is not there or not shared/);
  isHeld = true;
  void queries.invalidateQueries({ queryKey: ["records", "shelf"] });
  await waitFor(() => expect(queries.isFetching({ queryKey: ["records", "shelf"] })).toBe(1));
  await waitFor(() => expect(screen.getByRole("link", { name: "Slow" })).toBeTruthy());
  expect(screen.getByText(/is not there or not shared/)).toBeTruthy();
});

it("the_views_are_gone_through_by_keys_and_left_by_esc", async () => {
  openPage("/records/report", { ...world, "GET /records/shelf": { items: [high], next: null } });
  await screen.findByRole("link", { name: "Slow" });
  const button = screen.getByRole("button", { name: "Views" });
  button.focus();
  await userEvent.keyboard("{Enter}");
  const views = await screen.findByRole("dialog", { name: "Views" });
  await within(views).findByRole("button", { name: /View 1/ });
  expect(views.contains(document.activeElement)).toBe(true);
  await userEvent.tab();
  expect(document.activeElement?.textContent).toContain("View 1");
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Views" }));
});

it("a_view_is_followed_from_its_menu_and_its_groups_are_shown", async () => {
  let watched = false;
  const { sent } = openPage("/records/report?view=VIW0000003", {
    ...world,
    "GET /records/shelf": { items: [view(3, { grouped_by: "impact" })], next: null },
    "GET /records/shelf/VIW0000003": () => ({ ...view(3), editable: [], watched }),
    "PUT /records/shelf/VIW0000003/watch": () => {
      watched = true;
      return new Response(null, { status: 204 });
    },
  });
  await screen.findByRole("link", { name: "Slow" });
  expect(asked(sent).get("group")).toBe("impact");
  await userEvent.click(screen.getByRole("button", { name: /View 3/ }));
  await userEvent.click(await screen.findByRole("button", { name: /Follow this view/ }));
  expect((await screen.findByRole("button", { name: /Stop following/ })).getAttribute("aria-pressed")).toBe("true");
});
