// The dense list: columns that people choose and drag, a record looked at beside it, a window of rows.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage } from "../test/page";
import { moved } from "./ColumnPicker";
import { besideGone } from "./keys";
import { firstTop } from "./place";
import { among, firstRows, rowsIn } from "./window";

const kept = (sent: { method: string; path: string; body: unknown }[]) =>
  sent.filter(({ method, path }) => method === "PUT" && path.endsWith("/me/preferences/list.report")).at(-1)?.body;

it("columns_are_chosen_from_all_fields_and_clocks_and_kept", async () => {
  const { sent } = openPage("/records/report", { "PUT /me/preferences/list.report": {} });
  await userEvent.click(await screen.findByRole("button", { name: "Columns" }));
  const others = await screen.findByRole("list", { name: "Other columns" });
  await userEvent.click(within(others).getByRole("checkbox", { name: "Answer" }));
  await waitFor(() => expect(kept(sent)).toMatchObject({ columns: ["title", "impact", "state", "clock.answer"] }));
  expect(screen.getByRole("columnheader", { name: /Answer/ })).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Move Answer up" }));
  await waitFor(() => expect(kept(sent)).toMatchObject({ columns: ["title", "impact", "clock.answer", "state"] }));
});

it("a_column_is_made_wider_by_keys", async () => {
  const { sent } = openPage("/records/report", { "PUT /me/preferences/list.report": {} });
  const line = await screen.findByRole("separator", { name: "Width of Impact" });
  const before = Number(line.getAttribute("aria-valuenow"));
  line.focus();
  await userEvent.keyboard("{ArrowRight}");
  await waitFor(() => expect(kept(sent)).toMatchObject({ widths: { impact: before + 16 } }));
});

it("space_shows_the_record_beside_the_list_and_escape_puts_it_away", async () => {
  openPage("/records/report");
  await screen.findByRole("link", { name: "Slow" });
  await userEvent.keyboard("j ");
  const beside = await screen.findByRole("complementary", { name: "REP0000001, beside the list" });
  expect(await within(beside).findByText(/ask Li/)).toBeTruthy();
  await userEvent.keyboard("{Escape}");
  expect(screen.queryByRole("complementary", { name: "REP0000001, beside the list" })).toBeNull();
});

it("only_rows_near_those_in_sight_are_drawn", () => {
  const shown = (top: number, skipped: number, count: number) => among(rowsIn(top, 700), skipped, count);
  expect(shown(0, 0, 400)).toEqual({ from: 0, to: 37 });
  expect(shown(28 * 200, 0, 400)).toEqual({ from: 188, to: 237 });
  expect(shown(28 * 500, 400, 150)).toEqual({ from: 88, to: 137 });
  expect(shown(0, 0, 10)).toEqual({ from: 0, to: 10 });
});

it("whoever_stood_on_what_has_gone_goes_on_beside_it_whatever_has_come", () => {
  const stoodOn = (at: string) => ({ at, among: ["5", "4", "3", "2", "1"] });
  expect(besideGone(stoodOn("4"), ["7", "6", "5", "3", "2", "1"], 1)).toBe(3);
  expect(besideGone(stoodOn("4"), ["7", "6", "5", "3", "2", "1"], -1)).toBe(2);
  expect(besideGone(stoodOn("4"), ["2", "1"], 1)).toBe(0);
  expect(besideGone(stoodOn("1"), ["5", "4"], 1)).toBe(1);
  expect(besideGone(stoodOn("4"), ["9", "8", "7"], 1)).toBe(2);
  expect(besideGone(stoodOn("9"), ["5", "4"], 1)).toBe(0);
});

it("the_first_rows_drawn_are_those_where_the_list_begins", () => {
  expect(firstRows(0, 25, 0, 400)).toEqual({ from: 0, to: 25 });
  expect(firstRows(28 * 200 + 5, 25, 0, 400)).toEqual({ from: 200, to: 225 });
  expect(firstRows(28 * 500, 25, 400, 150)).toEqual({ from: 500, to: 525 });
  expect(firstRows(28 * 390, 25, 0, 400)).toEqual({ from: 375, to: 400 });
  expect(among(firstRows(0, 25, 0, 3), 0, 3)).toEqual({ from: 0, to: 3 });
});

it("a_list_begins_where_it_was_left_and_with_the_row_stood_on_in_sight", () => {
  const listed = { at: undefined as string | undefined, count: 100, skipped: 0, index: -1 };
  const left = (top: number, at?: string) => ({ top, at });
  expect(firstTop(undefined, listed, 700)).toBe(0);
  expect(firstTop(left(1400), listed, 700)).toBe(1400);
  // No more than fifty are here: it is not left at their end.
  expect(firstTop(left(5600), { ...listed, count: 50 }, 700)).toBe(0);
  const standing = { ...listed, at: "R60", index: 60 };
  expect(firstTop(undefined, standing, 700)).toBe(28 * 63 - 700);
  expect(firstTop(left(1400), standing, 700)).toBe(1400);
  expect(firstTop(left(1400), { ...standing, index: 10 }, 700)).toBe(280);
  // Whoever stood there when it was left had scrolled away from it.
  expect(firstTop(left(1400, "R60"), { ...standing, index: 10 }, 700)).toBe(1400);
  expect(firstTop(left(1400), { ...listed, skipped: 100 }, 700)).toBe(0);
});

it("a_column_moves_to_another_place", () => {
  expect(moved(["a", "b", "c"], "c", 0)).toEqual(["c", "a", "b"]);
  expect(moved(["a", "b", "c"], "a", 1)).toEqual(["b", "a", "c"]);
});
