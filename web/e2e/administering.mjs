// What is done beside the daily work: definitions changed, texts compared, records imported, accounts given.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { isAccessible } from "./axe.mjs";
import { Person } from "./person.mjs";
import { processLabels } from "./words.mjs";

/** What the browser reports of refusals that are brought about here. */
const REFUSED = /^Failed to load resource: the server responded with a status of 4/;
const RIGHT = '[process.incident.transitions.resolve]\nrequires = ["solution", "cause"]\n';
const WRONG = RIGHT.replace("cause", "couse");

async function entered(browser, { desk, language }, login) {
  const person = await Person.signIn(browser, desk, login, { language });
  person.understood = REFUSED;
  return person;
}

/** Asks the API as the person who is signed in. */
function asked(person, method, path, body, version) {
  return person.page.evaluate(
    async ([method, path, body, version]) => {
      const headers = { "content-type": "application/json", "x-yuheng": "1", "idempotency-key": String(Math.random()) };
      if (version) headers["if-match"] = `"${version}"`;
      const answer = await fetch(`/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
      return answer.json();
    },
    [method, path, body, version],
  );
}

/** Faults are named by line while one writes, hold up the step, and what a sound text changes can be read. */
export async function overlayWritten({ browser, ...places }) {
  const labels = processLabels("overlay", places.language);
  const person = await entered(browser, places, "representative");
  const { page, text } = person;
  await page.goto(`${places.desk}/records/overlay/new`);
  await person.fill(labels.field("title"), "Causes");
  await person.fill(labels.field("reason"), "To learn from them");
  const written = page.getByRole("textbox", { name: labels.field("text"), exact: true });
  await written.fill(WRONG);
  await page.getByRole("button", { name: text("content.line", { line: 2 }), exact: true }).click();
  const chosen = await written.evaluate((place) => place.value.slice(place.selectionStart, place.selectionEnd));
  assert.equal(chosen, WRONG.split("\n")[1]);
  await isAccessible(page, "an overlay being written");
  await person.click(text("record.submit"));
  const panel = page.getByRole("region", { name: text("content.changes") });
  await panel.getByText("couse").waitFor();
  await person.click(labels.transition("submit"));
  const dialog = page.getByRole("dialog", { name: labels.transition("submit") });
  await dialog.getByRole("textbox", { name: labels.field("in_force_from") }).fill("2099-01-01");
  await page.keyboard.press("Enter");
  await person.click(labels.transition("submit"), dialog);
  await dialog.getByText("couse").waitFor();
  await isAccessible(page, "a step that definitions hold up");
  await dialog.getByRole("button", { name: text("content.line", { line: 2 }), exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
  await person.click(text("record.edit", { field: labels.field("text") }));
  await page.getByRole("textbox", { name: labels.field("text"), exact: true }).fill(RIGHT);
  await person.seesText(text("content.no_problems"));
  await page
    .locator('[data-field="text"]')
    .getByRole("button", { name: text("record.save") })
    .click();
  await panel.getByText("resolve.requires").waitFor();
  await panel.locator("ins", { hasText: "solution, cause" }).waitFor();
  await isAccessible(page, "what an overlay changes");
  await person.leave();
}

/** Two versions of a document's text are compared, from the text and from the entry that changed it. */
export async function versionsCompared({ browser, ...places }) {
  const person = await entered(browser, places, "dmanager");
  const { page, text } = person;
  const { id } = await asked(person, "GET", "/me");
  const first = {
    title: "Backups",
    code: `B-${Date.now()}`,
    kind: "procedure",
    owner: id,
    draft: "Daily.\nKept 30 days.",
  };
  const made = await asked(person, "POST", "/records/document", first);
  const at = `/records/document/${made.number}`;
  await asked(person, "PATCH", at, { draft: "Daily.\nKept 90 days." }, made.version);
  await page.goto(places.desk + at);
  for (const way of ["record.compare_versions", "record.show_difference"]) {
    await page
      .getByRole("button", { name: text(way) })
      .first()
      .click();
    const dialog = page.getByRole("dialog");
    await dialog.locator("del mark", { hasText: "30" }).waitFor();
    await dialog.locator("ins mark", { hasText: "90" }).waitFor();
    await isAccessible(page, "two versions compared");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
  }
  await person.leave();
}

/** A file is tried, what is wrong told by row, the rest imported once. */
export async function imported({ browser, ...places }) {
  const labels = processLabels("incident", places.language);
  const person = await entered(browser, places, "desk");
  const { page, text } = person;
  await page.goto(`${places.desk}/records/incident`);
  await page.getByRole("link", { name: text("list.import") }).click();
  await person.seesText(text("import.template_xlsx"));
  await isAccessible(page, "an import before a file is chosen");
  const template = await downloaded(page, () => person.click(text("import.template_xlsx")));
  assert.match(template.name, /\.xlsx$/);
  const header = [labels.field("title"), labels.field("customer"), labels.field("impact")].join(",");
  const rows = ["Row that can be imported,CUS0000001,low", "Row with a fault,CUS0000001,enormous"];
  const title = `${Date.now()}`;
  const buffer = Buffer.from(`${[header, ...rows].join("\n")}\n${title},CUS0000001,low`);
  const file = { name: "incidents.csv", mimeType: "text/csv", buffer };
  await page.locator('input[type="file"]').setInputFiles(file);
  const trial = page.getByRole("region", { name: text("import.trial") });
  await trial.getByRole("row", { name: new RegExp(`^3 ${labels.field("impact")}`) }).waitFor();
  await isAccessible(page, "what an import would do");
  await person.click(text("import.open", { n: 2 }));
  const result = page.getByRole("region", { name: text("import.result") });
  const links = result.getByRole("link", { name: /INC\d+/ });
  await links.nth(1).waitFor();
  assert.equal(await links.count(), 2);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    result.getByRole("button", { name: text("import.failed_rows", { n: 1 }) }).click(),
  ]);
  assert.match(download.suggestedFilename(), /^incidents-.*\.csv$/);
  await page.locator('input[type="file"]').setInputFiles(file);
  await person.seesText(text("import.nothing_to_open"));
  await throughExcel(person, places.desk, title);
  await person.leave();
}

/** What was imported is taken away as Excel's file, and comes in again as another record. */
async function throughExcel(person, desk, title) {
  const { page, text } = person;
  const filter = encodeURIComponent(`record.title == "${title}"`);
  await page.goto(`${desk}/records/incident?view=all&filter=${filter}`);
  await person.sees("link", title);
  const { name, buffer } = await downloaded(page, async () => {
    await person.click(text("list.export"));
    await page.getByRole("menuitem", { name: text("list.export_xlsx") }).click();
  });
  assert.match(name, /\.xlsx$/);
  await page.goto(`${desk}/records/incident/import`);
  await page.locator('input[type="file"]').setInputFiles({ name, mimeType: "application/octet-stream", buffer });
  await person.click(text("import.open", { n: 1 }));
  const result = page.getByRole("region", { name: text("import.result") });
  await result.getByRole("link", { name: /INC\d+/ }).waitFor();
  await isAccessible(page, "what an import did");
}

/** The file that comes of an action, a workbook by how it begins. */
async function downloaded(page, act) {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  const buffer = readFileSync(await download.path());
  assert.equal(buffer.subarray(0, 2).toString(), "PK");
  return { name: download.suggestedFilename(), buffer };
}

/** Somebody is given an account by a link, locked out and let in again; the last administrator stays. */
export async function accountGiven({ browser, ...places }) {
  const person = await entered(browser, places, "admin");
  const { page, text } = person;
  const accounts = await asked(person, "GET", "/accounts");
  const people = await asked(person, "GET", "/records/person?limit=200");
  const known = new Map(accounts.items.map(({ person, login }) => [person?.id, login]));
  const open = async (found) => {
    await page.goto(`${places.desk}/records/person/${people.items.find(found).number}`);
    return page.getByRole("region", { name: text("account.account") });
  };
  const confirm = () =>
    page
      .locator(".ant-popconfirm")
      .getByRole("button", { name: text("account.confirm") })
      .click();
  const panel = await open(({ id }) => !known.has(id));
  await panel.getByLabel(text("account.login")).fill(`new.${Date.now()}`);
  await person.click(text("account.invite"), panel);
  assert.match(await panel.getByLabel(text("account.link")).inputValue(), /\/link\/.+/);
  await isAccessible(page, "an account given");
  await person.click(text("account.lock"), panel);
  await confirm();
  await person.seesText(text("account.locked"), panel);
  await person.click(text("account.unlock"), panel);
  await person.seesText(text("account.invited"), panel);
  const own = await open(({ id }) => known.get(id) === "admin");
  await person.click(text("account.lock"), own);
  await confirm();
  await own.getByRole("alert").waitFor();
  await person.leave();
}
