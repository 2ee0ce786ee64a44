// The dense list: columns that people choose and drag, a record looked at beside it, a window of rows.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage } from "../test/page";
import { moved } from "./ColumnPicker";
import { firstRows, rowsIn } from "./window";

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
  expect(rowsIn(0, 700, 0, 400)).toEqual({ from: 0, to: 37 });
  expect(rowsIn(28 * 200, 700, 0, 400)).toEqual({ from: 188, to: 237 });
  expect(rowsIn(28 * 500, 700, 400, 150)).toEqual({ from: 88, to: 137 });
  expect(rowsIn(0, 700, 0, 10)).toEqual({ from: 0, to: 10 });
});

it("the_first_rows_drawn_hold_the_one_that_is_brought_into_sight", () => {
  expect(firstRows(700, -1, 400)).toEqual({ from: 0, to: 21 });
  expect(firstRows(700, 10, 400)).toEqual({ from: 0, to: 21 });
  expect(firstRows(700, 40, 400)).toEqual({ from: 22, to: 43 });
  expect(firstRows(700, 399, 400)).toEqual({ from: 379, to: 400 });
  expect(firstRows(700, -1, 3)).toEqual({ from: 0, to: 3 });
  expect(firstRows(20, -1, 400)).toEqual({ from: 0, to: 0 });
});

it("a_column_moves_to_another_place", () => {
  expect(moved(["a", "b", "c"], "c", 0)).toEqual(["c", "a", "b"]);
  expect(moved(["a", "b", "c"], "a", 1)).toEqual(["b", "a", "c"]);
});
