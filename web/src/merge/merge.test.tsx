// Which of several records is proposed to stay, and what of an origin belongs to what came of it.
import { expect, test } from "vitest";
import type { ListedRecord, RelationLink } from "../api/wire";
import { isCarried, isPart, originsOf } from "../record/conversion";
import { promisedOn } from "./Parts";
import { proposed } from "./useMerge";

const listed = (number: string, due_at: string | null, opened_at: string) =>
  ({ number, due_at, opened_at }) as unknown as ListedRecord;

test("what_was_promised_first_is_proposed_to_stay", () => {
  const late = listed("A", "2026-11-21T00:00:00Z", "2026-11-01T00:00:00Z");
  const soon = listed("B", "2026-11-20T00:00:00Z", "2026-11-02T00:00:00Z");
  const open = listed("C", null, "2026-10-01T00:00:00Z");
  expect(proposed([late, open, soon])?.number).toBe("B");
  expect(proposed([listed("D", null, "2026-11-02T00:00:00Z"), open])?.number).toBe("C");
});

const link = (number: string, more: object) =>
  ({
    id: number,
    direction: "out",
    is_conversion: false,
    is_split: false,
    record: { number, process: "report" },
    ...more,
  }) as unknown as RelationLink;

test("an_origin_is_read_once_and_never_in_a_circle", () => {
  const links = [
    link("A", { is_split: true }),
    link("A", { id: "x", is_conversion: true }),
    link("B", {}),
    link("C", { is_split: true }),
  ];
  expect(originsOf(links, ["C"]).map(({ record }) => record.number)).toEqual(["A"]);
});

test("what_was_said_after_a_split_stays_with_the_first", () => {
  const tie = { is_split: true, from: "2026-11-20T02:00:00Z" };
  expect(isCarried(tie, { at: "2026-11-20T01:00:00Z" })).toBe(true);
  expect(isCarried(tie, { at: "2026-11-20T03:00:00Z" })).toBe(false);
  expect(isCarried({ ...tie, is_split: false }, { at: "2026-11-20T03:00:00Z" })).toBe(true);
});

test("a_part_is_of_the_same_process", () => {
  expect(isPart(link("A", { is_conversion: true }), "report")).toBe(true);
  expect(isPart(link("A", { is_conversion: true }), "request")).toBe(false);
  expect(isPart(link("A", { is_split: true }), "report")).toBe(false);
});

test("only_what_was_called_off_is_an_earlier_promise", () => {
  const clock = (due_at: string, state: string, stopped_at: string | null) => ({ due_at, state, stopped_at });
  const clocks = [
    clock("2026-11-20T01:00:00Z", "stopped", "2026-11-20T00:00:00Z"),
    clock("2026-11-22T01:00:00Z", "stopped", null),
    clock("2026-11-21T01:00:00Z", "stopped", null),
  ];
  expect(promisedOn({ clocks } as never)).toBe("2026-11-21T01:00:00Z");
  expect(promisedOn(undefined)).toBeUndefined();
});
