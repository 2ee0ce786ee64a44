// Three hundred records of a list are changed at once, seen to be, and given back what they had; several take a step together.
import assert from "node:assert/strict";
import { isAccessible } from "./axe.mjs";
import { Person } from "./person.mjs";
import { pictured } from "./pictured.mjs";

const MANY = 300;
const IMPACTS = ["low", "medium"];

/** Opens as many under a title of their own, some of them with another impact. */
async function importReports(page, title) {
  const status = await page.evaluate(
    async ({ title, many, impacts }) => {
      const [customer] = (await (await fetch("/api/v1/records/customer?limit=1")).json()).items;
      const rows = Array.from({ length: many }, (_, n) => `${title} ${n},${customer.number},${impacts[n % 2]}`);
      const headers = { "Content-Type": "text/csv", "X-Yuheng": "1", "Accept-Language": "zh" };
      const body = `title,customer,impact\n${rows.join("\n")}\n`;
      return (await fetch("/api/v1/records/incident/import", { method: "POST", headers, body })).status;
    },
    { title, many: MANY, impacts: IMPACTS },
  );
  assert.equal(status, 200);
}

const filterOf = (title) => `record.title.contains("${title} ")`;

/** How many of the imported records have which value in each of the fields, and what else they have of them. */
const standing = (page, filter, fields) =>
  page.evaluate(
    async ({ filter, fields }) => {
      const values = [];
      let cursor = "";
      while (cursor !== null) {
        const query = new URLSearchParams({ filter, limit: "200", sort: "number", ...(cursor ? { cursor } : {}) });
        const found = await (await fetch(`/api/v1/records/incident?${query}`)).json();
        for (const record of found.items) {
          values.push([record.number, record.state, ...fields.map((field) => record.fields[field] ?? null)].join(" "));
        }
        cursor = found.next ?? null;
      }
      return values;
    },
    { filter, fields },
  );

/** Chooses all that match: one by its key, then all of the list. */
async function chooseAll({ page, text }) {
  await page.keyboard.press("j");
  await page.locator("tr.at").waitFor();
  await page.keyboard.press("x");
  const bar = page.getByRole("region", { name: text("bulk.bar") });
  await bar.getByRole("button", { name: text("bulk.choose_all", { n: MANY }), exact: true }).click();
  await bar.getByText(text("bulk.chosen", { n: MANY })).waitFor();
  return bar;
}

/** Waits until so many are changed and nothing is under way. */
async function isOver(dialog, n) {
  await dialog
    .locator(".counts dd")
    .first()
    .filter({ hasText: String(n) })
    .waitFor();
  await dialog.locator(".bulk-progress").waitFor({ state: "detached" });
}

const counts = (dialog) => dialog.locator(".counts dd").allTextContents();

/** The server does the part of that number, and its answer is lost on the way. */
async function loseAnswer(page, lost) {
  let sent = 0;
  await page.route("**/api/v1/bulk", async (route) => {
    sent += 1;
    if (sent !== lost) return route.continue();
    await route.fetch();
    return route.abort();
  });
}

/** Somebody else changes a record meanwhile. */
const change = (page, number, fields) =>
  page.evaluate(
    async ([path, fields]) => {
      const { version } = await (await fetch(path)).json();
      const headers = { "Content-Type": "application/json", "X-Yuheng": "1", "If-Match": `"${version}"` };
      const { status } = await fetch(path, { method: "PATCH", headers, body: JSON.stringify(fields) });
      if (status !== 200) throw new Error(`${status}`);
    },
    [`/api/v1/records/incident/${number}`, fields],
  );

export async function threeHundredAreChangedAndUndone({ browser, desk, language, labels }) {
  const person = await Person.signIn(browser, desk, "desk", { language });
  const { page, text } = person;
  // An answer that is lost is reported by the browser, too.
  person.understood = /status of (401|412)|net::ERR_FAILED/;
  const title = { zh: "打印机不响应", en: "The printer is silent" }[language];
  const [filter, fields] = [filterOf(title), ["impact", "category", "urgency", "priority", "title"]];
  await importReports(page, title);
  const before = await standing(page, filter, fields);
  assert.equal(before.length, MANY);
  await page.goto(`${desk}/records/incident?view=all&filter=${encodeURIComponent(filter)}`);
  await page.locator(".list-body tbody tr:not(.gap)").first().waitFor();
  await page.locator(".list-body tbody tr:not(.gap)").nth(3).hover();
  await pictured(page, `${language}-hover`);
  const bar = await chooseAll(person);
  await isAccessible(page, "a list with all chosen");
  await pictured(page, `${language}-chosen`);

  // What would change, before anything does.
  await page.keyboard.press("e");
  const dialog = page.getByRole("dialog");
  await person.choose(text("bulk.which_fields"), labels.field("impact"), dialog);
  await person.choose(text("bulk.which_fields"), labels.field("category"), dialog);
  await page.keyboard.press("Escape");
  await person.choose(labels.field("impact"), labels.option("impact", "medium"), dialog);
  await person.choose(labels.field("category"), labels.option("category", "network"), dialog);
  await isAccessible(page, "the dialog over several");
  await pictured(page, `${language}-what`);
  await person.click(text("bulk.to_preview"), dialog);
  await dialog.getByText(text("bulk.can_undo")).waitFor();
  const shown = dialog.getByRole("region", { name: text("bulk.preview") });
  await shown.waitFor();
  assert.deepEqual(await counts(dialog), [String(MANY), "0", "0"]);
  await isAccessible(page, "the preview");
  await pictured(page, `${language}-preview`);
  await page.setViewportSize({ width: 390, height: 844 });
  await pictured(page, `${language}-preview-phone`);
  await page.setViewportSize({ width: 1440, height: 900 });
  assert.deepEqual(await standing(page, filter, fields), before, "a trial writes nothing");

  await loseAnswer(page, 4);
  await person.click(text("bulk.do_edit", { n: MANY }), dialog);
  await dialog.getByText(text("bulk.broke_off", { done: 150, of: MANY })).waitFor();
  assert.deepEqual(await counts(dialog), ["150", "0", "0", "150"]);
  await pictured(page, `${language}-lost`);
  await page.unroute("**/api/v1/bulk");
  await person.click(text("bulk.go_on"), dialog);
  await isOver(dialog, MANY);
  assert.deepEqual(await counts(dialog), [String(MANY), "0", "0"]);
  await pictured(page, `${language}-result`);
  await dialog
    .locator(".ant-modal-footer")
    .getByRole("button", { name: text("bulk.close") })
    .click();
  await bar.waitFor({ state: "hidden" });
  const after = await standing(page, filter, fields);
  assert.ok(
    after.every((line) => / medium network /.test(line)),
    after[0],
  );
  await pictured(page, `${language}-undo`);

  // What somebody has changed since in the same field stays, and is told.
  const [number] = before[7].split(" ");
  await change(page, number, { category: "server" });
  await person.click(text("bulk.undo"));
  await page.getByText(text("bulk.undone", { n: MANY - 1 })).waitFor();
  await person.click(text("bulk.show"));
  await page
    .locator(".bulk-undo li")
    .filter({ hasText: number })
    .filter({ hasText: labels.field("category") })
    .waitFor();
  const [, , impact, category] = before[7].split(" ");
  await pictured(page, `${language}-not-undone`);
  await change(page, number, { impact, category });
  await pictured(page, `${language}-undone`);
  assert.deepEqual(await standing(page, filter, fields), before, "each has what it had");
  await stepOverSeveral(person, { labels, filter });
  await person.leave();
}

/** Some of them are cancelled together, with one comment: it stands in each. */
async function stepOverSeveral(person, { labels, filter }) {
  const { page, text, language } = person;
  const rows = page.locator(".list-body tbody tr:not(.gap)");
  const boxes = rows.getByRole("checkbox");
  await boxes.nth(1).click();
  await boxes.nth(4).click({ modifiers: ["Shift"] });
  const bar = page.getByRole("region", { name: text("bulk.bar") });
  await bar.getByText(text("bulk.chosen", { n: 4 })).waitFor();
  await page.keyboard.press("s");
  const dialog = page.getByRole("dialog");
  await person.choose(text("bulk.what"), labels.transition("cancel"), dialog);
  const words = { zh: "同一故障，合并处理", en: "The same fault, seen to elsewhere" }[language];
  await dialog.locator("textarea").fill(words);
  await pictured(page, `${language}-step`);
  await page.setViewportSize({ width: 390, height: 844 });
  await pictured(page, `${language}-step-phone`);
  await page.setViewportSize({ width: 1440, height: 900 });
  await person.click(text("bulk.to_preview"), dialog);
  await dialog.getByText(text("bulk.no_undo")).waitFor();
  await pictured(page, `${language}-step-preview`);
  await loseAnswer(page, 1);
  await person.click(text("bulk.do_step", { step: labels.transition("cancel"), n: 4 }), dialog);
  await dialog.getByText(text("bulk.broke_off", { done: 0, of: 4 })).waitFor();
  await page.unroute("**/api/v1/bulk");
  await person.click(text("bulk.go_on"), dialog);
  await isOver(dialog, 4);
  assert.deepEqual(await counts(dialog), ["4", "0", "0"]);
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "hidden" });
  const cancelled = (await standing(page, filter, [])).filter((line) => line.endsWith(" cancelled"));
  assert.equal(cancelled.length, 4);
  const said = await page.evaluate(async (number) => {
    return JSON.stringify(await (await fetch(`/api/v1/records/incident/${number}/history`)).json());
  }, cancelled[0].split(" ")[0]);
  assert.ok(said.includes(words), "the comment stands in its history");
}
