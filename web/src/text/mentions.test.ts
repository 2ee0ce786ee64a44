// Names in the place of numbers.
import { expect, it } from "vitest";
import { withNames } from "./mentions";

it("known_numbers_after_an_at_sign_become_names", () => {
  const wang = { id: "p", process: "person", number: "PER0000012", title: "王磊" };
  expect(withNames("请@PER0000012看 PER0000012 @PER0000013 @PER00000120", [wang])).toBe(
    "请@王磊看 PER0000012 @PER0000013 @PER00000120",
  );
});
