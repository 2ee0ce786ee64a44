// Long texts are folded and opened by a press; short ones stand as they are.
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage } from "../test/page";
import { history, record } from "../test/world";
import { isWorthAFold } from "./Folded";

const AT = "/records/report/REP0000001";

it("a_chinese_text_is_as_wide_as_a_latin_one_of_twice_the_length", () => {
  expect(isWorthAFold("字".repeat(1201))).toBe(true);
  expect(isWorthAFold("字".repeat(1200))).toBe(false);
  expect(isWorthAFold("a".repeat(2400))).toBe(false);
  expect(isWorthAFold("a\n".repeat(21))).toBe(true);
});

it("a_long_field_and_a_long_comment_are_folded_until_they_are_opened", async () => {
  const long = "字".repeat(30_000);
  const comment = { body: long, audience: "internal", erased: false, mentioned: [] };
  openPage(AT, {
    [`GET ${AT}`]: { ...record, fields: { ...record.fields, solution: long } },
    [`GET ${AT}/history`]: { items: [{ ...history[0], comment }, history[1]], next: null },
  });
  const timeline = await screen.findByRole("region", { name: "Timeline" });
  const unfold = await within(timeline).findByRole("button", { name: "Show all of it" });
  expect(screen.getAllByRole("button", { name: "Show all of it" })).toHaveLength(2);
  const text = document.getElementById(unfold.getAttribute("aria-controls") ?? "");
  expect(text?.className).toBe("long-text folded");
  await userEvent.click(unfold);
  expect(text?.className).toBe("long-text");
  expect(unfold.getAttribute("aria-expanded")).toBe("true");
  expect(unfold.textContent).toBe("Show less");
});
