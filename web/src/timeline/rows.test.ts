// What of a checklist an entry shows.
import { expect, it } from "vitest";
import { lineChanges } from "./rows";

const row = (line: string, done?: boolean) => ({ line, ...(done === undefined ? {} : { done }) });
const told = (before: object[], after: object[]) =>
  lineChanges("done", "line", before as never, after as never).map(({ is, line }) => `${is} ${line}`);

it("a_tick_shows_its_line_and_no_other", () => {
  expect(told([row("a"), row("b")], [row("a"), row("b", true)])).toEqual(["done b"]);
  expect(told([row("a"), row("b", true)], [row("a"), row("b", false)])).toEqual(["undone b"]);
});

it("lines_that_come_go_or_move_are_told_as_that", () => {
  expect(told([row("a")], [row("a"), row("b")])).toEqual(["added b"]);
  expect(told([row("a"), row("b")], [row("b")])).toEqual(["removed a"]);
  expect(told([row("a"), row("b")], [row("b"), row("a")])).toEqual(["moved "]);
  expect(told([row("a"), row("b")], [row("a"), row("c")])).toEqual(["reworded c"]);
});

it("of_two_lines_that_say_the_same_one_tick_is_one_line", () => {
  expect(told([row("a"), row("a")], [row("a", true), row("a")])).toEqual(["done a"]);
});
