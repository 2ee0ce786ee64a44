// Addressing people in a text.
import { expect, it } from "vitest";
import { addressed, askedAt, beginnings, unchosen, withName, writtenOut } from "./mention";

it("an_at_sign_after_a_space_or_at_the_beginning_asks_for_somebody", () => {
  expect(askedAt("请 @秦", 4)).toEqual({ sought: "秦", from: 2, to: 4 });
  expect(askedAt("@", 1)).toEqual({ sought: "", from: 0, to: 1 });
  expect(askedAt("还有@王", 4)).toEqual({ sought: "王", from: 2, to: 4 });
  expect(askedAt("li@example.com", 8)).toBeUndefined();
  expect(askedAt("li_@example.com", 4)).toBeUndefined();
  expect(askedAt("li.wei+a@example.com", 14)).toBeUndefined();
  expect(askedAt("@秦朗 看", 5)).toBeUndefined();
});

it("the_name_stands_in_the_text_and_the_number_in_what_is_sent", () => {
  const asked = askedAt("请 @秦", 4);
  expect(asked && withName("请 @秦", asked, "秦朗")).toEqual({ text: "请 @秦朗 ", caret: 6 });
  expect(addressed("请 @秦朗 和 @秦 看", { 秦: "PER0000002", 秦朗: "PER0000001" })).toBe(
    "请 @PER0000001 和 @PER0000002 看",
  );
});

it("a_name_written_out_after_an_at_sign_is_somebody_s_if_it_is_one_person_s", () => {
  const people = ["苏小雨", "苏小", "王伟", "Li", "Li Wei"].map((title, n) => ({ title, number: `PER000000${n}` }));
  expect(unchosen("还有@苏小雨看看，a@b.c，@PER0000001，@秦朗", { 秦朗: "PER0000009" })).toEqual(["苏小雨看看，a"]);
  expect(writtenOut("苏小雨看看", people)?.number).toBe("PER0000000");
  expect(writtenOut("Li Wei, look", people)?.title).toBe("Li Wei");
  expect(writtenOut("Lisa", people)).toBeUndefined();
  expect(writtenOut("王", people)).toBeUndefined();
  expect(writtenOut("王伟", [...people, { title: "王伟", number: "PER0000008" }])).toBeUndefined();
  expect(beginnings("苏小雨看看")).toEqual(["苏小", "苏小雨"]);
  expect(beginnings("Li Wei")).toEqual(["Li"]);
});
