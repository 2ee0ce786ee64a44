// A list in groups that are folded and kept in a view; a view that is followed; who is at a row's record.
import assert from "node:assert/strict";
import { Person } from "./person.mjs";
import { processLabels } from "./words.mjs";

/** What these records are called, so that a list holds them alone. */
const titleOf = (language) => ({ zh: "分组查看", en: "Seen in groups" })[language];

/** Opens an incident over the API; its number. */
const reported = ({ page }, title, impact) =>
  page.evaluate(
    async ({ title, impact }) => {
      const listed = async (path) => (await (await fetch(`/api/v1/records/${path}`)).json()).items;
      const [customer] = await listed("customer?limit=1");
      const filter = encodeURIComponent(`record.customer == "${customer.id}"`);
      const [requester] = await listed(`contact?limit=1&filter=${filter}`);
      const fields = { title, impact, urgency: "low", channel: "telephone" };
      const body = JSON.stringify({ ...fields, customer: customer.number, requester: requester.number });
      const headers = { "content-type": "application/json", "x-yuheng": "1" };
      const made = await fetch("/api/v1/records/incident", { method: "POST", headers, body });
      return (await made.json()).number;
    },
    { title, impact },
  );

const unread = (page) => page.evaluate(async () => (await (await fetch("/api/v1/notices?limit=1")).json()).unread);

/** The list in groups: chosen by clicks, folded, there again after a reload; nothing in it is lost. */
async function grouped({ person, desk, incident, language }) {
  const { page, text } = person;
  const filter = encodeURIComponent(`record.title.contains("${titleOf(language)}")`);
  await page.goto(`${desk}/records/incident?filter=${filter}`);
  await page.locator(".list-body tbody tr").first().waitFor();
  await person.click(text("list.group"));
  await page.getByRole("menuitem", { name: incident.field("impact"), exact: true }).click();
  const heading = (option) => page.locator("tr.group button", { hasText: incident.option("impact", option) }).first();
  await heading("high").waitFor();
  assert.equal(new URL(page.url()).searchParams.get("group"), "impact");
  const rows = () => page.locator(".list-body tbody tr:not(.group, .gap)").count();
  const before = await rows();
  // What comes to rest is kept a moment later.
  const kept = page.waitForResponse((answer) => answer.url().includes("/me/preferences/groups."));
  await heading("high").click();
  await page.locator("tr.group.folded").waitFor();
  await page.waitForFunction(
    (before) => document.querySelectorAll(".list-body tbody tr:not(.group, .gap)").length !== before,
    before,
  );
  await kept;
  await page.reload();
  await page.locator("tr.group.folded").waitFor();
  await heading("high").click();
  await page.locator("tr.group.folded").waitFor({ state: "detached" });
  // The keys pass over headings, once the rows are those of the list again.
  await page.locator('.list-body > .scroll[aria-busy="false"]').waitFor();
  await page.waitForFunction(
    (before) => document.querySelectorAll(".list-body tbody tr:not(.group, .gap)").length === before,
    before,
  );
  await page.keyboard.press("j");
  await page.locator("tr.at").waitFor();
  assert.equal(await page.locator("tr.at.group").count(), 0);
}

/** The grouped list is kept as a view, followed, and tells of what comes into it. */
async function followed({ person, other, incident, language }) {
  const { page, text } = person;
  const title = { zh: "按影响看未结", en: "Open by impact" }[language];
  await person.click(text("view.views"));
  await person.click(text("view.keep_as"));
  await page
    .getByRole("dialog", { name: text("view.keep_as") })
    .getByRole("textbox")
    .fill(title);
  await page.keyboard.press("Enter");
  const button = page.locator(".views-button.chosen", { hasText: title });
  await button.click();
  await person.click(text("view.follow"));
  await person.sees("button", text("view.unfollow"));
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".group-button.chosen", { hasText: incident.field("impact") }).count(), 1);
  const before = await unread(page);
  const number = await reported(other, `${titleOf(language)} VPN`, "low");
  assert.ok(number, "an incident is opened");
  const bell = page.getByRole("button", { name: text("frame.notices", { n: before + 1 }) });
  await bell.click();
  await page.locator(".notices li.unread", { hasText: title }).first().waitFor();
  await person.click(text("frame.read_all"));
  await page.getByRole("button", { name: text("frame.notices", { n: 0 }) }).waitFor();
  await page.keyboard.press("Escape");
  await button.click();
  await person.click(text("view.unfollow"));
  await person.sees("button", text("view.follow"));
  await page.keyboard.press("Escape");
  return number;
}

/** Somebody who opens the record is seen in the list, and gone when they leave. */
async function present({ person, other, desk, number }) {
  const { page, text } = person;
  await other.page.goto(`${desk}/records/incident/${number}`);
  const name = await other.page.evaluate(async () => (await (await fetch("/api/v1/me")).json()).name);
  await page.goto(`${desk}/records/incident?sort=-opened_at`);
  const row = page.locator("tr", { hasText: number });
  await row.waitFor();
  const edge = () => row.locator("td").nth(1).boundingBox();
  const mark = row.getByRole("img", { name: text("presence.at_looking", { name }) });
  await mark.waitFor();
  const there = await edge();
  await other.page.goto(`${desk}/records/incident`);
  await mark.waitFor({ state: "detached" });
  assert.deepEqual(await edge(), there, "nothing moves");
}

export async function listsInGroups({ browser, desk, language }) {
  const incident = processLabels("incident", language);
  const person = await Person.signIn(browser, desk, "desk", { language });
  const other = await Person.signIn(browser, desk, "desk2", { language });
  for (const impact of ["high", "high", "low"]) await reported(other, titleOf(language), impact);
  await grouped({ person, desk, incident, language });
  const number = await followed({ person, other, incident, language });
  await present({ person, other, desk, number });
  await person.leave();
  await other.leave();
}
