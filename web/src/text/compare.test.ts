// What two texts have in common and what not, in Chinese and in English.
import { expect, it } from "vitest";
import { difference, folded } from "./compare";

const MARK = { both: " ", before: "-", after: "+" };
const told = (before: string, after: string) =>
  difference(before, after).map(
    ({ side, pieces }) => MARK[side] + pieces.map(({ text, isMarked }) => (isMarked ? `[${text}]` : text)).join(""),
  );

it("a_changed_line_marks_the_words_that_differ", () => {
  expect(told("one\nanswer in 30 minutes\nend", "one\nanswer in 15 minutes\nend")).toEqual([
    " one",
    "-answer in [30] minutes",
    "+answer in [15] minutes",
    " end",
  ]);
  expect(told("故障应在两小时内响应。", "故障应在一小时内响应。")).toEqual([
    "-故障应在[两]小时内响应。",
    "+故障应在[一]小时内响应。",
  ]);
});

it("lines_that_came_or_went_stand_whole", () => {
  expect(told("a\nb", "a\nnew\nb")).toEqual([" a", "+new", " b"]);
  expect(told("a\nold\nb", "a\nb")).toEqual([" a", "-old", " b"]);
  expect(told("", "first")).toEqual(["+first"]);
  expect(told("the same", "the same")).toEqual([" the same"]);
});

it("what_is_far_from_any_change_is_set_apart", () => {
  const text = Array.from({ length: 30 }, (_, at) => `line ${at}`);
  const parts = folded(difference(text.join("\n"), text.with(20, "other").join("\n")));
  expect(parts.map(({ isFolded, lines }) => [isFolded, lines.length])).toEqual([
    [true, 17],
    [false, 8],
    [true, 6],
  ]);
});
