// A long list: one finds it as one left it, another order of it begins at its top, and nothing of it moves by itself.
import assert from "node:assert/strict";
import { Person } from "./person.mjs";
import { watchShifts } from "./steady.mjs";
import { processLabels } from "./words.mjs";

/** How many records the list is to have: pages enough to be far down in. */
const MANY = 170;

/** Opens as many; what was imported before is not opened twice, so each time they have numbers of their own. */
async function importReports(page, from = 0, count = MANY) {
  const status = await page.evaluate(
    async ([from, count]) => {
      const [customer] = (await (await fetch("/api/v1/records/customer?limit=1")).json()).items;
      const rows = Array.from({ length: count }, (_, n) => `门户打不开 ${from + n},${customer.number}`);
      const headers = { "Content-Type": "text/csv", "X-Yuheng": "1", "Accept-Language": "zh" };
      const body = `标题,客户\n${rows.join("\n")}\n`;
      return (await fetch("/api/v1/records/incident/import", { method: "POST", headers, body })).status;
    },
    [from, count],
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

/** Looks at each frame from now on whether anything else than rows is where the rows of the list of that name are to be; the answer says how often. */
async function watchGaps(page, heading) {
  await page.evaluate((heading) => {
    globalThis.gaps = 0;
    if (globalThis.watched) return;
    globalThis.watched = true;
    const see = () => {
      const isHere = document.querySelector(".list-page h1")?.textContent === heading;
      const box = document.querySelector(".list-body > .scroll")?.getBoundingClientRect();
      const rowAt = (y) => document.elementFromPoint(box.left + 40, y)?.closest("tr:not(.gap)");
      if (isHere && !(box && rowAt(box.top + 45) && rowAt(box.bottom - 45))) globalThis.gaps += 1;
      requestAnimationFrame(see);
    };
    requestAnimationFrame(see);
  }, heading);
  return () => page.evaluate(() => globalThis.gaps);
}

/** Chooses a ready-made view, and waits until its rows are here. */
async function choose(page, name) {
  const segment = page.locator(".ant-segmented-item").filter({ hasText: name });
  await segment.click();
  await segment.locator("input:checked").waitFor({ state: "attached" });
  await page.locator(".scroll[aria-busy=false]").waitFor();
}

/** Holds the pages of the list back; the answer lets them go, and those that come later. */
async function hold(page) {
  let release;
  const held = new Promise((free) => {
    release = free;
  });
  const pages = (url) => url.pathname.endsWith("/records/incident") && url.searchParams.get("limit") === "50";
  // What is asked for no more by then is nobody's.
  const wait = (route) => held.then(() => route.continue()).catch(() => undefined);
  await page.route(pages, wait);
  return async () => {
    release();
    await page.unroute(pages, wait);
  };
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
  const view = (name) => choose(page, text(name));
  await view("list.view_open");
  assert.equal((await inSight(page)).top, 0, "another view begins at its top");

  // Back in time it stands where it was left, and is drawn so at once.
  const gaps = await watchGaps(page, processLabels("incident", language).process);
  await page.goBack();
  await page.getByRole("link", { name: left.first, exact: true }).waitFor();
  assert.deepEqual(await inSight(page), left);
  assert.equal(await gaps(), 0, "no gap is seen on the way");

  // By the view's name it begins anew.
  await view("list.view_open");
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
  const gaps = await watchGaps(page, processLabels("incident", language).process);
  await entry("incident").click();
  await page.getByRole("link", { name: left.first, exact: true }).waitFor();
  assert.deepEqual(await inSight(page), left);
  assert.equal(await gaps(), 0, "no gap is seen on the way");
  await person.leave();
}

/** A list whose answer is slow: the rows of before stay in sight, and what comes begins where it is to. */
export async function slowListsAreNeverBlank({ browser, desk, language }) {
  const labels = processLabels("incident", language);
  const person = await Person.signIn(browser, desk, "desk", { language });
  const { page, text } = person;
  for (const round of [8, 9, 10]) await importReports(page, round * MANY);
  await page.goto(`${desk}/records/incident?view=all`);
  await page.locator(".list-body tbody tr:not(.gap)").first().waitFor();
  await scrollTo(page, 13_500);
  const left = await inSight(page);
  const gaps = await watchGaps(page, labels.process);
  const segment = (name) => page.locator(".ant-segmented-item").filter({ hasText: text(name) });
  const busy = page.locator(".scroll[aria-busy=true]");
  const still = page.locator(".scroll[aria-busy=false]");

  /** Chooses what is slow in coming, waits for it, and sees that it begins at its top. */
  const slowly = async (choosing) => {
    const release = await hold(page);
    await choosing();
    await busy.waitFor();
    await release();
    await still.waitFor();
    assert.equal((await inSight(page)).top, 0);
  };

  // Another view is slow, and one goes back before it has come.
  const release = await hold(page);
  await segment("list.view_open").click();
  await busy.waitFor();
  await page.goBack();
  await still.waitFor();
  assert.deepEqual(await inSight(page), left);
  assert.equal(await gaps(), 0, "back before it has come, no gap is seen");
  await release();

  // Another view is slow and comes.
  await slowly(() => segment("list.view_open").click());
  assert.equal(await gaps(), 0, "nor on the way to another view");

  // Both are left far down, and the other is slow: its rows of before are shown from where they are.
  await scrollTo(page, 13_500);
  await inSight(page);
  await choose(page, text("list.view_all"));
  await scrollTo(page, 13_500);
  await inSight(page);
  await watchGaps(page, labels.process);
  await slowly(() => segment("list.view_open").click());
  assert.equal(await gaps(), 0, "nor between two that were left far down");

  // Another order is slow.
  await scrollTo(page, 13_500);
  await inSight(page);
  await watchGaps(page, labels.process);
  const byPriority = page.getByRole("columnheader").getByRole("button", { name: labels.field("priority") });
  await slowly(() => byPriority.click());
  assert.equal(await gaps(), 0, "nor to another order");
  await person.leave();
}

/** A list whose first answer was slow stays where it is scrolled, when the menu leads to it again. */
export async function listsStayByTheMenu({ browser, desk, language }) {
  const person = await Person.signIn(browser, desk, "desk", { language });
  const { page } = person;
  await importReports(page, 12 * MANY);
  const release = await hold(page);
  await page.goto(`${desk}/records/incident`);
  await page.getByRole("heading", { level: 1, name: processLabels("incident", language).process }).waitFor();
  await release();
  await page.locator(".list-body tbody tr:not(.gap)").first().waitFor();
  await scrollTo(page, 1000);
  const before = await inSight(page);
  const entry = page.getByRole("navigation").getByRole("link", { name: processLabels("incident", language).process });
  await entry.first().click();
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  assert.deepEqual(await inSight(page), before);
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
  // Whatever has come above it meanwhile.
  await importReports(other.page, 11 * MANY, 3);
  await page.waitForFunction((former) => document.querySelector(".list-body a.number").textContent !== former, first);
  await page.keyboard.press("j");
  await at(third);

  await page.keyboard.press("Enter");
  await page.getByRole("article", { name: new RegExp(third) }).waitFor();
  await page.locator(".neighbours [aria-current=page]").filter({ hasText: third }).waitFor();
  await cancel(other.page, third);
  await page.locator(".pane-list").getByText(third).waitFor({ state: "detached" });
  await page.keyboard.press("j");
  await page.getByRole("article", { name: new RegExp(fourth) }).waitFor();

  // Beside a record the list follows, and goes on beyond what was read of it.
  for (let step = 0; step < 60; step += 1) {
    const former = await page.locator(".neighbours [aria-current=page] .number").textContent();
    await page.keyboard.press("j");
    await page.waitForFunction((former) => {
      const current = document.querySelector(".neighbours [aria-current=page]");
      return current && current.querySelector(".number").textContent !== former;
    }, former);
  }
  const isSeen = await page.evaluate(() => {
    const [pane, current] = [".pane-list", ".neighbours [aria-current=page]"].map((selector) =>
      document.querySelector(selector).getBoundingClientRect(),
    );
    return current.top >= pane.top && current.bottom <= pane.bottom;
  });
  assert.ok(isSeen, "the record that is open is in sight in its list");
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
