// What keeps a session in use, and what doesn't.
import { expect, test } from "vitest";
import { isAttended } from "./attendance";

test("a page that nobody has touched for a minute is unattended until somebody does", () => {
  expect(isAttended(Date.now() + 59_000)).toBe(true);
  expect(isAttended(Date.now() + 61_000)).toBe(false);
  const later = Date.now() + 3_600_000;
  const real = Date.now;
  Date.now = () => later;
  window.dispatchEvent(new KeyboardEvent("keydown", { key: "j" }));
  Date.now = real;
  expect(isAttended(later + 1_000)).toBe(true);
});
