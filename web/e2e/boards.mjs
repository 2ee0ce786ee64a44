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

/** A board of one's own: a chart in a row of the table, refused where it can't be counted, then drawn. */
async function isMade(person, desk, language) {
  const { page, text } = person;
  const { field } = processLabels("board", language);
  await page.getByRole("link", { name: text("board.new") }).click();
  await page
    .getByRole("textbox", { name: field("title"), exact: true })
    .first()
    .fill(OWN[language]);
  await person.click(text("field.add_row"));
  const row = page
    .getByRole("table", { name: field("charts") })
    .locator("tbody tr")
    .first();
  const cell = (at) => row.locator("td").nth(at);
  await cell(0).getByRole("textbox").fill(OWN[language]);
  await cell(4).getByRole("textbox").fill("incident");
  await cell(5).getByRole("combobox").click();
  await page.keyboard.press("Enter");
  await cell(6).getByRole("textbox").fill("height");
  await person.click(text("record.submit"));
  await page
    .getByText(/height/)
    .first()
    .waitFor();
  await cell(6).getByRole("textbox").fill("state");
  await person.click(text("record.submit"));
  await page.waitForURL(/\/records\/board\/BRD/);
  const number = page.url().match(/BRD\d+/)[0];
  await page.goto(`${desk}/boards?board=${number}`);
  await page.getByRole("region", { name: OWN[language] }).locator(".bar-value a").first().waitFor();
}
