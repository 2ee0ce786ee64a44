// Boards: the service desk's board for a period, a bar that opens its list, the table behind it, the wall, paper; and a board of
// one's own, made with the table of charts.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { isAccessible } from "./axe.mjs";
import { Person } from "./person.mjs";
import { processLabels } from "./words.mjs";

const DESK = { zh: "服务台", en: "Service desk" };
const BY_CUSTOMER = { zh: "事件：按客户", en: "Incidents by customer" };
const BY_AGE = { zh: "未结事件：已开多久", en: "Open incidents by age" };
const OWN = { zh: "我的事件", en: "My incidents" };

export async function boardsAreRead({ browser, desk, language }) {
  const person = await Person.signIn(browser, desk, "desk", { language });
  const { page, text } = person;
  await page
    .locator(".navigation")
    .getByRole("link", { name: text("board.title"), exact: true })
    .first()
    .click();
  await person.sees("heading", DESK[language]);
  await page.getByRole("combobox", { name: text("board.period"), exact: true }).click({ force: true });
  await page.locator(".ant-select-item-option", { hasText: text("board.this_year") }).click();
  await page.waitForURL(/period=this_year/);

  // A bar opens just its records.
  const card = page.getByRole("region", { name: BY_CUSTOMER[language] });
  const bar = card.locator(".bar-value a").first();
  await bar.waitFor();
  const count = Number((await bar.textContent()).match(/\d+/)[0]);
  assert.ok(count > 0);
  await card.getByText(text("board.table")).click();
  const table = card.getByRole("table", { name: BY_CUSTOMER[language] });
  assert.equal(Number(await table.locator("tbody a").first().textContent()), count, "the table says the same");
  await isAccessible(page, "a board");
  await bar.focus();
  const filter = new URL(await bar.evaluate((link) => link.href)).searchParams.get("filter");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/records\/incident\?/);
  await page.locator(".list-body tbody tr").first().waitFor();
  const query = new URLSearchParams({ filter, limit: "1", total: "1" });
  const found = await (await page.request.get(`${desk}/api/v1/records/incident?${query}`)).json();
  assert.equal(found.total, count, "the list has as many as the bar says");
  await page.goBack();
  await page.waitForURL(/period=this_year/);

  // On paper its charts stand with their numbers and without the controls.
  await card.waitFor();
  await card.locator(".bar-value a").first().waitFor();
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const paper = execFileSync("pdftotext", ["-layout", "-", "-"], { input: pdf, encoding: "utf8" }).replace(/\s+/g, " ");
  for (const words of [DESK[language], BY_CUSTOMER[language], String(count)]) assert.ok(paper.includes(words), words);
  assert.ok(!paper.includes(text("board.wall")), "controls stay off the paper");

  // On the wall nothing stands around it; without a connection it says of when the figures are.
  await person.click(text("board.wall"));
  await page.waitForURL(/wall=/);
  await page.locator(".navigation").waitFor({ state: "hidden" });
  await page.getByRole("region", { name: BY_AGE[language] }).waitFor();
  for (const [width, height] of [
    [1920, 1080],
    [3840, 2160],
  ]) {
    await page.setViewportSize({ width, height });
    const over = await page.evaluate(() => document.scrollingElement.scrollHeight - innerHeight);
    assert.ok(over <= 0, `the wall of ${width}×${height} is scrolled by ${over}`);
    const type = await page
      .locator(".wall .bar-label")
      .evaluateAll((all) => Math.min(...all.map((one) => Number.parseFloat(getComputedStyle(one).fontSize))));
    assert.ok(type >= height / 72, `type of ${type} is too small from afar`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.context().setOffline(true);
  await page.locator(".as-of.cut-off").waitFor();
  await page.getByRole("region", { name: BY_CUSTOMER[language] }).locator(".bar-value a").first().waitFor();
  await page.context().setOffline(false);
  await page.locator(".as-of:not(.cut-off)").waitFor();
  await person.click(text("board.leave_wall"));
  await page.locator(".navigation").waitFor();
  person.faults = person.faults.filter((fault) => !/ERR_INTERNET_DISCONNECTED|Failed to fetch/.test(fault));

  await isMade(person, desk, language);
  person.faults = person.faults.filter((fault) => !fault.includes("422"));
  await person.leave();
}

/** A board of one's own, made by clicks: drawn while it is edited, there again after a reload, undone, moved, and saved. */
async function isMade(person, desk, language) {
  const { page, text } = person;
  const { field } = processLabels("board", language);
  const button = (key, values) => page.getByRole("button", { name: text(key, values), exact: true });
  const form = page.locator(".chart-form");
  const choose = async (at, words) => {
    await form.locator(".ant-select").nth(at).click();
    await page.keyboard.type(words);
    await page.locator(".ant-select-item-option-active", { hasText: words }).waitFor();
    await page.keyboard.press("Enter");
  };
  await button("board.new").click();
  await page
    .locator(".board-words")
    .getByRole("textbox", { name: field("title") })
    .first()
    .fill(OWN[language]);
  await button("board.add_chart").click();
  await form.getByRole("textbox").first().fill(OWN[language]);
  await choose(0, processLabels("incident", language).process);
  await choose(1, processLabels("incident", language).field("priority"));
  const card = page.getByRole("region", { name: OWN[language] });
  await card.locator(".bar-value a").first().waitFor();
  await isAccessible(page, "a board that is edited");
  await page.reload();
  await page.getByText(text("form.unsaved")).waitFor();
  await card.locator(".bar-value a").first().waitFor();
  await page.locator(".chart-acts").getByRole("button").nth(3).click();
  assert.equal(await page.locator(".chart-acts").count(), 2, "a chart is copied");
  await button("board.undo").click();
  assert.equal(await page.locator(".chart-acts").count(), 1, "and the copy undone");
  await button("board.save").click();
  await page.waitForURL(/\/boards\?.*board=BRD/);
  await card.locator(".bar-value a").first().waitFor();

  // Who else has saved it meanwhile is told before anything is replaced.
  await button("board.edit").click();
  const number = page.url().match(/BRD\d+/)[0];
  const at = `${desk}/api/v1/records/board/${number}`;
  const { version } = await (await page.request.get(at)).json();
  await page.locator(".chart-acts").getByRole("button").nth(3).click();
  const headers = { "if-match": `"${version}"`, "x-yuheng": "1" };
  const chart = { title: OWN[language], records_of: "incident", shape: "bar", by: "state" };
  const other = await page.request.patch(at, { headers, data: { charts: [chart] } });
  assert.equal(other.status(), 200, await other.text());
  await button("board.save").click();
  await page.getByText(text("board.overtaken")).waitFor();
  await button("board.keep_mine").click();
  await page.locator(".board-editor").waitFor({ state: "detached" });
  await page.locator(".chart-card").nth(1).waitFor();
}
