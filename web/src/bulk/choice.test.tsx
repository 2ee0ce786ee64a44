// What is chosen of a list: of which list it is, how long it stays chosen, and that nothing of it is left to others.
import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { type Answers, openPage, type Sent, Status } from "../test/page";
import { record } from "../test/world";

const numberOf = (n: number) => `REP000000${n}`;
const rows = [1, 2, 3, 4, 5].map((n) => ({ ...record, id: `r${n}`, number: numberOf(n), title: `Slow ${n}` }));
const list = { items: rows, next: null, total: rows.length };
const all = Object.fromEntries(rows.map((row) => [`GET /records/report/${row.number}`, row]));
const histories = Object.fromEntries(
  rows.flatMap(({ number }) =>
    ["history", "relations", "attachments"].map((part) => [`GET /records/report/${number}/${part}`, { items: [] }]),
  ),
);
const opened = (answers: Answers = {}, url = "/records/report") =>
  openPage(url, { ...all, ...histories, "GET /records/report": list, ...answers });

const boxOf = (n: number) => screen.getByRole("checkbox", { name: `Choose ${numberOf(n)}` }) as HTMLInputElement;
const headBox = () => screen.getByRole("checkbox", { name: "Choose all records that are loaded" }) as HTMLInputElement;
const chosen = () => [1, 2, 3, 4, 5].filter((n) => boxOf(n).checked);
const bar = () => screen.queryByRole("region", { name: "Chosen records" });
const shown = () => screen.findByRole("link", { name: "Slow 1" });
const toView = (name: string) => userEvent.click(screen.getByText(name, { selector: ".ant-segmented-item-label" }));

it("f_inc_09_all_of_a_list_that_one_has_left_are_not_chosen_in_the_next", async () => {
  let release: ((page: object) => void) | undefined;
  const page = ({ path }: Sent) =>
    path.includes("limit=200")
      ? new Promise((free) => {
          release = free;
        })
      : { ...list, total: 9 };
  opened({ "GET /records/report": page });
  await shown();
  await userEvent.click(boxOf(1));
  await userEvent.click(await screen.findByRole("button", { name: "Choose all 9 that match" }));
  await waitFor(() => expect(release).toBeTruthy());
  await toView("All");
  await waitFor(() => expect(bar()).toBeNull());
  await act(async () => release?.(list));
  expect(bar()).toBeNull();
  expect(chosen()).toEqual([]);
});

it("f_inc_09_rows_that_are_still_those_of_the_list_before_are_not_chosen_in_the_next", async () => {
  let isHeld = false;
  let release: (() => void) | undefined;
  const page = () =>
    isHeld
      ? new Promise((free) => {
          release = () => free({ items: rows.slice(3), next: null, total: 2 });
        })
      : list;
  opened({ "GET /records/report": page });
  await shown();
  isHeld = true;
  await toView("All");
  await waitFor(() => expect(release).toBeTruthy());
  await userEvent.click(headBox());
  await act(async () => release?.());
  await waitFor(() => expect(screen.queryByRole("link", { name: "Slow 1" })).toBeNull());
  expect(bar()).toBeNull();
});

it("f_inc_09_the_box_in_the_head_adds_to_what_is_chosen_beyond_what_is_loaded", async () => {
  const page = ({ path }: Sent) =>
    path.includes("limit=200") ? list : { items: rows.slice(0, 2), next: null, total: 5 };
  opened({ "GET /records/report": page });
  await shown();
  await userEvent.click(boxOf(1));
  await userEvent.click(await screen.findByRole("button", { name: "Choose all 5 that match" }));
  await screen.findByText("5 chosen");
  await userEvent.click(boxOf(1));
  expect(await screen.findByText("4 chosen")).toBeTruthy();
  await userEvent.click(headBox());
  expect(await screen.findByText("5 chosen")).toBeTruthy();
});

it("f_inc_09_a_range_begins_in_the_list_that_it_ends_in", async () => {
  const user = userEvent.setup();
  opened();
  await shown();
  await user.click(boxOf(1));
  await toView("All");
  await waitFor(() => expect(bar()).toBeNull());
  await user.keyboard("{Shift>}");
  await user.click(boxOf(4));
  await user.keyboard("{/Shift}");
  expect(chosen()).toEqual([4]);
});

it("f_inc_09_where_not_all_could_be_read_one_tries_again", async () => {
  let isAway = true;
  const page = ({ path }: Sent) => {
    if (!path.includes("limit=200")) return { items: rows.slice(0, 2), next: null, total: 5 };
    return isAway ? new Status(503, { title: "The store is away" }) : list;
  };
  opened({ "GET /records/report": page });
  await shown();
  await userEvent.click(boxOf(1));
  await userEvent.click(await screen.findByRole("button", { name: "Choose all 5 that match" }));
  await screen.findByText(/The store is away/);
  isAway = false;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("5 chosen")).toBeTruthy();
});

it("f_inc_09_who_opens_a_record_and_comes_back_finds_the_same_chosen", async () => {
  opened();
  await shown();
  await userEvent.click(boxOf(2));
  await userEvent.click(boxOf(3));
  await userEvent.click(screen.getByRole("link", { name: "Slow 1" }));
  await screen.findByRole("heading", { level: 1, name: "Slow 1" });
  expect(bar()).toBeNull();
  await userEvent.click(screen.getAllByRole("link", { name: "Report" }).at(-1) as HTMLElement);
  await screen.findByRole("table");
  await waitFor(() => expect(bar()).toBeTruthy());
  expect(chosen()).toEqual([2, 3]);
  // Another list has nothing chosen, nor has this one after it.
  await toView("All");
  await waitFor(() => expect(bar()).toBeNull());
  await toView("Open");
  await waitFor(() => expect(screen.getByRole("radio", { name: "Open" })).toHaveProperty("checked", true));
  expect(bar()).toBeNull();
});

it("f_inc_09_who_signs_out_leaves_nothing_chosen", async () => {
  opened({ "POST /sign-out": {}, "POST /sign-in": {} });
  await shown();
  await userEvent.click(boxOf(2));
  await userEvent.keyboard("{Control>}k{/Control}");
  await screen.findByRole("dialog", { name: "Command palette" });
  await userEvent.keyboard("sign out{Enter}");
  await screen.findByRole("button", { name: /Sign in/ });
  await userEvent.type(screen.getAllByRole("textbox")[0] as HTMLElement, "wang");
  await userEvent.type(document.querySelector("input[type=password]") as HTMLElement, "secret{Enter}");
  await waitFor(() => expect(screen.queryByRole("button", { name: /Sign in/ })).toBeNull());
  await screen.findAllByRole("heading");
  await userEvent.click(screen.getAllByRole("link", { name: "Report" })[0] as HTMLElement);
  await shown();
  expect(bar()).toBeNull();
});
