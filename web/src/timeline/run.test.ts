// What stands together in a timeline, and what is counted.
import { expect, it } from "vitest";
import type { Entry } from "../api/wire";
import { history } from "../test/world";
import { tally } from "./kind";
import { stretches } from "./run";

const [said, opened] = history as [Entry, Entry];
const small = (n: number, at: string): Entry => ({ ...said, n, at, action: "updated", comment: undefined });
const shape = (entries: Entry[]) => stretches(entries).map(({ first, rest }) => [first.n, ...rest.map((one) => one.n)]);

it("three_small_changes_in_a_row_are_one_line_and_two_are_not", () => {
  const on = (n: number) => small(n, `2026-11-20T03:0${n}:00Z`);
  expect(shape([opened, on(2), on(3), on(4)])).toEqual([[1], [2, 3, 4]]);
  expect(shape([opened, on(2), on(3), { ...said, n: 4 }])).toEqual([[1], [2], [3], [4]]);
});

it("what_is_said_moved_missed_or_refused_is_never_folded", () => {
  const missed = small(3, "2026-11-20T03:03:00Z");
  const entries = [
    small(2, "2026-11-20T03:02:00Z"),
    { ...missed, action: "breached" },
    { ...small(4, "2026-11-20T03:04:00Z"), from: "new", to: "done" },
    { ...small(5, "2026-11-20T03:05:00Z"), action: "refused" },
    { ...small(6, "2026-11-20T03:06:00Z"), action: "refused" },
    { ...small(7, "2026-11-20T03:07:00Z"), action: "refused" },
  ];
  expect(shape(entries)).toEqual([[2], [3], [4], [5], [6], [7]]);
});

it("a_run_ends_with_its_day", () => {
  const entries = ["20", "20", "21", "21", "21"].map((day, at) => small(at + 2, `2026-11-${day}T03:00:00Z`));
  expect(shape(entries)).toEqual([[2], [3], [4, 5, 6]]);
});

it("each_kind_is_counted_by_what_entries_carry", () => {
  expect(tally(history, 0)).toEqual({ all: 2, talk: 1, changes: 1, approvals: 0, clocks: 0 });
});
