// How long a person waits at a long list, in Chromium: each interaction from its event to the painted answer, beside the
// same requests by curl, one after the other, and the whole main part painted anew by the browser alone.   node bench/list.mjs http://127.0.0.1:1234
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { launch, Person } from "../e2e/person.mjs";
import { processLabels } from "../e2e/words.mjs";
import { install } from "./waiting.mjs";

/** What nobody is to wait longer than, in milliseconds. */
const GOAL = 200;
const RUNS = Number(process.env.RUNS ?? 15);

const url = process.argv[2];
const browser = await launch();
const person = await Person.signIn(browser, url, "desk", { language: "zh" });
const { page, text } = person;
await page.addInitScript(install);
const labels = processLabels("incident", "zh");
const whole = `${url}/records/incident?view=all`;
const head = (field) => page.getByRole("columnheader").getByRole("button", { name: labels.field(field) });
const rows = page.locator(".list-body tbody tr:not(.gap)");
const typed = () => page.getByRole("textbox", { name: text("list.type_filter") });

const topOf = () => page.locator(".list-body > .scroll").evaluate((box) => box.scrollTop);
let left = 0;

async function openIn(row) {
  await row.locator("a.title").click();
  await page.locator(".record-head").waitFor();
}

/** With the pointer over the list, at its beginning. */
async function standAbove() {
  const list = page.locator(".list-body .scroll");
  await list.evaluate((box) => box.scrollTo(0, 0));
  await list.hover();
}

/** What comes before, what one does, and by which of the page's `signs` it is seen to be done. */
const INTERACTIONS = {
  "another view": { act: () => page.locator(".ant-segmented-item").first().click(), sign: "rows" },
  "sort by priority": { act: () => head("priority").click(), sign: "rows" },
  "a typed filter": {
    before: async () => {
      await page.getByRole("button", { name: text("list.type_filter") }).click();
      await typed().fill('record.priority in ["p1", "p2"]');
    },
    act: () => page.keyboard.press("Enter"),
    sign: "rows",
  },
  "forty rows down, by scrolling": { before: () => standAbove(), act: () => page.mouse.wheel(0, 1200), sign: "rows" },
  "the next fifty, at the end of what is there": {
    before: () => standAbove(),
    act: () => page.mouse.wheel(0, 10_000),
    sign: "length",
  },
  "down by a key": { act: () => page.keyboard.press("j"), sign: "standing" },
  "a record beside the list": {
    before: () => page.keyboard.press("j"),
    act: () => page.keyboard.press("Space"),
    sign: "preview",
  },
  "open a record": { act: () => rows.nth(3).locator("a.title").click(), sign: "record" },
  "back to where one stood, far down": {
    before: async () => {
      await standAbove();
      await page.mouse.wheel(0, 1200);
      await page.waitForLoadState("networkidle");
      await rows.nth(30).scrollIntoViewIfNeeded();
      left = await topOf();
      await openIn(rows.nth(30));
    },
    act: () => page.locator(".pane-list h2 a").click(),
    sign: "rows",
    after: async () => assert.ok(left > 0 && (await topOf()) === left, `not where it was left, at ${left}`),
  },
  "another process's list": {
    act: () =>
      page
        .getByRole("navigation")
        .getByRole("link", { name: processLabels("service_request", "zh").process })
        .first()
        .click(),
    sign: "rows",
  },
  "back to the list, another view": {
    before: () => openIn(rows.nth(3)),
    act: () => page.getByRole("navigation").getByRole("link", { name: labels.process, exact: true }).first().click(),
    sign: "rows",
  },
};

const middle = (list) => [...list].sort((one, other) => one - other)[Math.floor(list.length / 2)];

/** One interaction from a list read anew: milliseconds until it is painted, the requests made for it, the browser alone. */
async function once({ before, act, sign, after }) {
  await page.goto(whole);
  await rows.first().waitFor();
  await page.waitForLoadState("networkidle");
  await before?.();
  await page.waitForLoadState("networkidle");
  const asked = [];
  const note = (request) => request.method() === "GET" && /\/api\//.test(request.url()) && asked.push(request.url());
  page.on("request", note);
  await page.evaluate((name) => window.waiting.begin(name), sign);
  await act();
  const waited = await page.evaluate(() => window.waiting.done);
  page.off("request", note);
  await after?.();
  const bare = await page.evaluate(() => window.waiting.bare());
  return { waited, asked: asked.filter((address) => !address.endsWith("/events")), bare };
}

async function curl(addresses) {
  const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const ask = (address) =>
    execFileSync("curl", ["-s", "-o", "/dev/null", "-w", "%{time_total}", "-H", `Cookie: ${cookies}`, address]);
  return addresses.reduce((sum, address) => sum + Number(ask(address)) * 1000, 0);
}

let isLate = false;
for (const [name, interaction] of Object.entries(INTERACTIONS)) {
  const waits = [];
  const raw = [];
  const bares = [];
  for (let run = 0; run < RUNS; run++) {
    const { waited, asked, bare } = await once(interaction);
    waits.push(waited);
    bares.push(bare);
    raw.push(await curl(asked));
  }
  const worst = Math.max(...waits);
  isLate ||= worst > GOAL;
  const figure = `${middle(waits).toFixed(0)} ms, worst of ${RUNS} ${worst.toFixed(0)} ms`;
  const alone = `the whole painted by the browser alone ${middle(bares).toFixed(0)} ms`;
  console.log(`${name}: ${figure} (goal ${GOAL}); its requests by curl ${middle(raw).toFixed(1)} ms; ${alone}`);
}
await browser.close();
if (isLate) console.log(`Somebody waits longer than ${GOAL} ms.`);
