// Addressing people in a text.
import { expect, it } from "vitest";
import { addressed, askedAt, withName } from "./mention";

it("an_at_sign_after_a_space_or_at_the_beginning_asks_for_somebody", () => {
  expect(askedAt("请 @秦", 4)).toEqual({ sought: "秦", from: 2, to: 4 });
  expect(askedAt("@", 1)).toEqual({ sought: "", from: 0, to: 1 });
  expect(askedAt("li@example.com", 8)).toBeUndefined();
  expect(askedAt("@秦朗 看", 5)).toBeUndefined();
});

it("the_name_stands_in_the_text_and_the_number_in_what_is_sent", () => {
  const asked = askedAt("请 @秦", 4);
  expect(asked && withName("请 @秦", asked, "秦朗")).toEqual({ text: "请 @秦朗 ", caret: 6 });
  expect(addressed("请 @秦朗 和 @秦 看", { 秦: "PER0000002", 秦朗: "PER0000001" })).toBe(
    "请 @PER0000001 和 @PER0000002 看",
  );
});
