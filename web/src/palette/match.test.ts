// How well something matches.
import { expect, it } from "vitest";
import { bestFirst, rankOf } from "./match";

const order = (typed: string, ...names: string[]) =>
  bestFirst(names.flatMap((name) => ({ name, rank: rankOf([name], typed) ?? -1 }))).map(({ name }) => name);

it("what_is_called_so_comes_before_what_begins_so_and_that_before_what_holds_it", () => {
  const names = ["a reprint", "the print", "printer", "print"];
  expect(order("print", ...names)).toEqual(["print", "printer", "the print", "a reprint"]);
});

it("several_words_may_stand_anywhere_and_width_and_case_make_no_difference", () => {
  expect(rankOf(["New incident"], "inc new")).toBeDefined();
  expect(rankOf(["New incident"], "ＮＥＷ")).toBe(rankOf(["New incident"], "new"));
  expect(rankOf(["New incident"], "change")).toBeUndefined();
});
