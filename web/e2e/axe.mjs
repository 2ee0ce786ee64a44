// Accessibility: no serious or critical finding on the pages looked at. What a library still gets wrong stands in
// axe-allowed.json, as { rule, component, issue }; that list may only shrink, so an entry that no longer applies fails.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const ALLOWED = JSON.parse(readFileSync(join(import.meta.dirname, "axe-allowed.json"), "utf8"));
const met = new Set();

/** Waits until nothing is on its way and what fades or moves has come to its end: half way a colour is neither one nor the other. */
async function comesToRest(page) {
  await page.locator(".ant-btn-loading").first().waitFor({ state: "detached" });
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((one) => one.finished));
  });
}

/** Looks at what the page shows now. What is found is looked for once more: what the page was still changing then is gone. */
export async function isAccessible(page, place) {
  await page.evaluate(SOURCE);
  const first = await found(page);
  const left = first.length > 0 ? await found(page) : first;
  if (left.length > 0) {
    const lines = left.map(({ rule, target, html }) => `${rule}: ${target}: ${html.slice(0, 160)}`);
    throw new Error(`${place}:\n${lines.join("\n")}`);
  }
}

/** What is found once the page has come to rest, and is not allowed. */
async function found(page) {
  await comesToRest(page);
  const violations = await page.evaluate(async () => (await globalThis.axe.run()).violations);
  const findings = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html, target }) => ({ rule: id, html, target: target.join(" ") })));
  return findings.filter(({ rule, html }) => {
    const allowed = ALLOWED.find((one) => one.rule === rule && html.includes(one.component));
    if (allowed) met.add(allowed);
    return !allowed;
  });
}

/** Fails when the list allows what no page shows any more. */
export function listHasShrunk() {
  const idle = ALLOWED.filter((one) => !met.has(one));
  if (idle.length > 0) throw new Error(`axe-allowed.json allows what isn't found: ${JSON.stringify(idle)}`);
}
