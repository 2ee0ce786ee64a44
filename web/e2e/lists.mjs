// A long list: one finds it as one left it, another order of it begins at its top, and nothing of it moves by itself.
import assert from "node:assert/strict";
import { Person } from "./person.mjs";
import { watchShifts } from "./steady.mjs";
import { processLabels } from "./words.mjs";

/** How many records the list is to have: pages enough to be far down in. */
const MANY = 170;

/** Opens as many; what was imported before is not opened twice, so each time they have numbers of their own. */
async function importReports(page, from = 0) {
  const status = await page.evaluate(
    async ([from, count]) => {
      const [customer] = (await (await fetch("/api/v1/records/customer?limit=1")).json()).items;
      const rows = Array.from({ length: count }, (_, n) => `门户打不开 ${from + n},${customer.number}`);
      const headers = { "Content-Type": "text/csv", "X-Yuheng": "1", "Accept-Language": "zh" };
      const body = `标题,客户\n${rows.join("\n")}\n`;
      return (await fetch("/api/v1/records/incident/import", { method: "POST", headers, body })).status;
    },
    [from, MANY],
  );
  assert.equal(status, 200);
}

/** Where the list stands and what is in sight of it, once that is drawn. */
async function inSight(page) {
  for (;;) {
    const seen = await look(page);
    if (seen.first !== "a gap" && seen.last !== "a gap") return seen;
    await page.evaluate(() => new Promise((painted) => requestAnimationFrame(painted)));
  }
}

/** Down to a place, as far as there are rows, until it is reached. */
const scrollTo = (page, place) =>
  page.waitForFunction((top) => {
    const box = document.querySelector(".list-body > .scroll");
    box.scrollTo(0, top);
    return box.scrollTop === top;
  }, place);

const look = (page) =>
  page.evaluate(() => {
    const box = document.querySelector(".list-body > .scroll");
    const { left, top, bottom } = box.getBoundingClientRect();
    const rowAt = (y) => document.elementFromPoint(left + 40, y)?.closest("tr");
    const numberAt = (y) => (rowAt(y)?.matches(".gap") ? "a gap" : rowAt(y)?.cells[0].textContent);
    const standing = document.querySelector("tr.at")?.getBoundingClientRect();
    const isStandingSeen = standing !== undefined && standing.top >= top && standing.bottom <= bottom;
    return { top: box.scrollTop, first: numberAt(top + 45), last: numberAt(bottom - 45), isStandingSeen };
  });

/** Looks at each frame from now on whether a gap is in sight where rows are to be; the answer says how often. */
async function watchGaps(page) {
  await page.evaluate(() => {
    globalThis.gaps = 0;
    const see = () => {
      const box = document.querySelector(".list-body > .scroll")?.getBoundingClientRect();
      const isGap = (y) =>
        document
          .elementFromPoint(box.left + 40, y)
          ?.closest("tr")
          ?.matches(".gap");
      if (box && (isGap(box.top + 45) || isGap(box.bottom - 45))) globalThis.gaps += 1;
      requestAnimationFrame(see);
    };
    requestAnimationFrame(see);
  });
  return () => page.evaluate(() => globalThis.gaps);
}

export async function listsKeepTheirPlace({ browser, desk, language }) {
  const labels = processLabels("incident", language);
  const person = await Person.signIn(browser, desk, "desk", { language });
  const { page } = person;
  await importReports(page);
  await page.addInitScript(watchShifts);
  await page.goto(`${desk}/records/incident?view=all`);
  const rows = page.locator(".list-body tbody tr:not(.gap)");
  await rows.first().waitFor();
  await scrollTo(page, 3500);
  const left = await inSight(page);

  // To a record in sight and back, by the browser and by the list's name.
  await page.getByRole("link", { name: left.first, exact: true }).click();
  await page.locator(".record-head").waitFor();
  await page.goBack();
  await rows.first().waitFor();
  const back = await inSight(page);
  assert.deepEqual(back, { ...left, isStandingSeen: true }, "back, it stands where it was left");
  await page.getByRole("link", { name: left.first, exact: true }).click();
  await page.locator(".record-head").waitFor();
  await page.locator(".pane-list h2 a").click();
  await rows.first().waitFor();
  assert.deepEqual(await inSight(page), back, "by its name too");

  // Another order begins at its top, and nothing chases after where one was.
  await page.evaluate(() => globalThis.shifts.splice(0));
  const asked = [];
  page.on("request", (request) => request.url().includes("sort=priority") && asked.push(request.url()));
  await page
    .getByRole("columnheader")
    .getByRole("button", { name: labels.field("priority") })
    .click();
  await page.locator(".scroll[aria-busy=false]").waitFor();
  await page.waitForLoadState("networkidle");
  const sorted = await inSight(page);
  assert.equal(sorted.top, 0);
  const pages = asked.filter((url) => url.includes("limit=50"));
  assert.ok(pages.length <= 2, `its first pages are asked for alone: ${pages.join("\n")}`);
  const shifts = await page.evaluate(() => globalThis.shifts);
  const sum = shifts.reduce((all, { value }) => all + value, 0);
  assert.ok(sum < 0.02, `nothing moves by itself: ${JSON.stringify(shifts)}`);

  // And back in time, the order before stands where it stood.
  await page.goBack();
  await page.locator(".scroll[aria-busy=false]").waitFor();
  await page.waitForLoadState("networkidle");
  assert.equal((await inSight(page)).first, left.first);
  await person.leave();
}

/** Beyond what is kept of a list: a new visit begins at its first row, at once. */
export async function listsBeginAnew({ browser, desk, language }) {
  const person = await Person.signIn(browser, desk, "desk", { language });
  const { page, text } = person;
  for (const round of [1, 2, 3]) await importReports(page, round * MANY);
  await page.goto(`${desk}/records/incident?view=all`);
  const rows = page.locator(".list-body tbody tr:not(.gap)");
  await rows.first().waitFor();
  const first = (await inSight(page)).first;
  // Beyond what is kept of it.
  await scrollTo(page, 13_500);
  const left = await inSight(page);
  const view = (name) =>
    page
      .locator(".ant-segmented-item")
      .filter({ hasText: text(name) })
      .click();
  await view("list.view_open");
  await page.locator(".scroll[aria-busy=false]").waitFor();
  assert.equal((await inSight(page)).top, 0, "another view begins at its top");

  // Back in time it stands where it was left, and is drawn so at once.
  const gaps = await watchGaps(page);
  await page.goBack();
  await page.getByRole("link", { name: left.first, exact: true }).waitFor();
  assert.deepEqual(await inSight(page), left);
  assert.equal(await gaps(), 0, "no gap is seen on the way");

  // By the view's name it begins anew.
  await view("list.view_open");
  await page.locator(".scroll[aria-busy=false]").waitFor();
  const asked = [];
  page.on("request", (request) => request.url().includes("limit=50") && asked.push(request.url()));
  await view("list.view_all");
  await page.getByRole("link", { name: first, exact: true }).waitFor();
  assert.equal((await inSight(page)).first, first);
  assert.ok(asked.length <= 2, `it is not read backwards: ${asked.join("\n")}`);
  // The keys go on after a click on a view: one steps, looks beside, opens.
  await page.keyboard.press("j");
  const standing = page.locator("tr.at a.number");
  await standing.waitFor();
  const number = await standing.textContent();
  await page.keyboard.press("Space");
  await page.locator(".preview").filter({ hasText: number }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".preview").waitFor({ state: "hidden" });
  await page.keyboard.press("Enter");
  await page.getByRole("article", { name: new RegExp(number) }).waitFor();
  await person.leave();
}

/** The view that a list opens with, left far down and come to again by the menu: it is there, never blank. */
export async function listsAreThereByTheMenu({ browser, desk, language }) {
  const person = await Person.signIn(browser, desk, "desk", { language });
  const { page } = person;
  for (const round of [4, 5, 6]) await importReports(page, round * MANY);
  await page.goto(`${desk}/records/incident`);
  const rows = page.locator(".list-body tbody tr:not(.gap)");
  await rows.first().waitFor();
  await scrollTo(page, 13_500);
  const left = await inSight(page);
  const entry = (process) =>
    page
      .getByRole("navigation")
      .getByRole("link", { name: processLabels(process, language).process })
      .first();
  await entry("service_request").click();
  await page.getByRole("heading", { level: 1, name: processLabels("service_request", language).process }).waitFor();
  const gaps = await watchGaps(page);
  await entry("incident").click();
  await page.getByRole("link", { name: left.first, exact: true }).waitFor();
  assert.deepEqual(await inSight(page), left);
  assert.equal(await gaps(), 0, "no gap is seen on the way");
  await person.leave();
}

/** Somebody else cancels the record that one stands on: the keys go on from there, on the list and beside a record. */
export async function keysGoOn({ browser, desk, language }) {
  const person = await Person.signIn(browser, desk, "desk", { language });
  const other = await Person.signIn(browser, desk, "desk", { language });
  const { page } = person;
  await importReports(page, 7 * MANY);
  await page.goto(`${desk}/records/incident`);
  const links = page.locator(".list-body tbody tr:not(.gap) a.number");
  await links.first().waitFor();
  const numbers = await links.allTextContents();
  const [first, second, third, fourth] = numbers;
  const at = (number) => page.locator("tr.at", { hasText: number }).first().waitFor();
  await page.keyboard.press("j");
  await at(first);
  await page.keyboard.press("j");
  await at(second);
  await cancel(other.page, second);
  await page.getByRole("link", { name: second, exact: true }).waitFor({ state: "detached" });
  await page.keyboard.press("j");
  await at(third);

  await page.keyboard.press("Enter");
  await page.getByRole("article", { name: new RegExp(third) }).waitFor();
  await page.locator(".pane-list [aria-current=page]").filter({ hasText: third }).waitFor();
  await cancel(other.page, third);
  await page.locator(".pane-list").getByText(third).waitFor({ state: "detached" });
  await page.keyboard.press("j");
  await page.getByRole("article", { name: new RegExp(fourth) }).waitFor();
  await person.leave();
  await other.leave();
}

async function cancel(page, number) {
  const status = await page.evaluate(async (number) => {
    const record = `/api/v1/records/incident/${number}`;
    const { version } = await (await fetch(record)).json();
    const headers = { "Content-Type": "application/json", "X-Yuheng": "1", "If-Match": `"${version}"` };
    const body = JSON.stringify({ comment: { body: "重复登记", audience: "public" } });
    return (await fetch(`${record}/transitions/cancel`, { method: "POST", headers, body })).status;
  }, number);
  assert.equal(status, 200);
}
