// That nothing moves while a page comes, and that the first page is here with few bytes.
import assert from "node:assert/strict";
import { Person } from "./person.mjs";
import { bring, PLACES } from "./places.mjs";

/** How much may move by itself: a fifth of what is called good (0.1). */
const SHIFT_MOST = 0.02;
/** What the first page may weigh on the wire, program and styles. */
const FIRST_MOST = 500_000;

/** Adds up what moves without anybody having touched anything, and says what it was. */
export function watchShifts() {
  globalThis.shifts = [];
  const named = ({ node }) => (node instanceof Element ? `${node.tagName.toLowerCase()}.${node.className}` : "text");
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      if (!hadRecentInput) globalThis.shifts.push({ value, what: sources.map(named).join(", ") });
    }
  }).observe({ type: "layout-shift", buffered: true });
}

const LOOKED_AT = {
  desk: ["home", "list", "record", "create"],
  auditor: ["objectives", "clauses", "document"],
  yunling: ["home", "report", "follow"],
};

export async function nothingMoves({ browser, desk }) {
  const moved = [];
  for (const [login, names] of Object.entries(LOOKED_AT)) {
    const person = await Person.signIn(browser, desk, login, { language: "zh", phone: login === "yunling" });
    await person.page.addInitScript(watchShifts);
    for (const name of names) {
      if (!(await bring(person, desk, PLACES[login][name]))) continue;
      const shifts = await person.page.evaluate(() => globalThis.shifts);
      const sum = shifts.reduce((all, { value }) => all + value, 0);
      const what = shifts.map((one) => `${one.value.toFixed(3)} ${one.what}`).join("; ");
      if (sum > SHIFT_MOST) moved.push(`${login} ${name}: ${sum.toFixed(3)}: ${what}`);
    }
    await person.leave();
  }
  assert.equal(moved.length, 0, `moves while it comes:\n${moved.join("\n")}`);
}

export async function firstLoadIsSmall({ browser, desk }) {
  const person = await Person.signIn(browser, desk, "desk", { language: "zh" });
  await person.page.goto(`${desk}/sign-in`);
  await bring(person, desk, "/");
  // What is fetched ahead for other pages, once this one stands and rests, is no part of it.
  const parts = await person.page.evaluate(() => {
    const [ahead] = performance.getEntriesByName("yuheng.ahead");
    return performance
      .getEntriesByType("resource")
      .filter(({ startTime }) => startTime < (ahead?.startTime ?? Infinity))
      .map(({ name, encodedBodySize }) => ({ name, size: encodedBodySize }));
  });
  const assets = parts.filter(({ name }) => name.includes("/assets/"));
  const sum = assets.reduce((all, { size }) => all + size, 0);
  assert.ok(assets.length > 0 && sum > 0, "nothing was measured");
  assert.ok(sum <= FIRST_MOST, `the first page weighs ${sum} bytes, ${FIRST_MOST} at most`);
  await person.leave();
  return sum;
}
