// That the first page is here with few bytes.
import assert from "node:assert/strict";
import { Person } from "./person.mjs";
import { bring } from "./places.mjs";

/** What the first page may weigh on the wire, program and styles. */
const FIRST_MOST = 500_000;

export async function firstLoadIsSmall({ browser, desk }) {
  const person = await Person.signIn(browser, desk, "desk", { language: "zh" });
  await person.page.goto(`${desk}/sign-in`);
  await bring(person, desk, "/");
  const parts = await person.page.evaluate(() =>
    performance.getEntriesByType("resource").map(({ name, encodedBodySize }) => ({ name, size: encodedBodySize })),
  );
  const assets = parts.filter(({ name }) => name.includes("/assets/"));
  const sum = assets.reduce((all, { size }) => all + size, 0);
  assert.ok(assets.length > 0 && sum > 0, "nothing was measured");
  assert.ok(sum <= FIRST_MOST, `the first page weighs ${sum} bytes, ${FIRST_MOST} at most`);
  await person.leave();
  return sum;
}
