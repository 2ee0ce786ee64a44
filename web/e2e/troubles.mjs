// What goes wrong at a page, and that nothing entered is lost by it: addresses that lead nowhere, a server that can't
// be reached, a session that ends, files too large, fields refused, records that go out of sight.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PASSWORD, Person } from "./person.mjs";
import { processLabels } from "./words.mjs";

/** What the browser reports of the answers that are brought about here. */
const BROUGHT_ABOUT =
  /^Failed to load resource: (the server responded with a status of 4|net::ERR_INTERNET_DISCONNECTED)/;

async function leadsNowhere(person, desk) {
  const { page, text } = person;
  for (const place of ["/nowhere", "/records/incident/INC9999999", "/records/nothing", "/objectives/nothing"]) {
    await page.goto(desk + place);
    await person.sees("heading", text("frame.missing"));
    await person.sees("navigation", text("frame.navigation"));
  }
}

/** A note that could not be sent is still there, and is sent once. */
async function serverAway({ page, text }) {
  const note = page.getByRole("form", { name: text("record.note") });
  await note.getByRole("textbox").fill("sent once");
  await page.context().setOffline(true);
  await note.getByRole("button", { name: text("record.save_note") }).click();
  await note.getByText(text("look.offline")).waitFor();
  assert.equal(await note.getByRole("textbox").inputValue(), "sent once");
  await page.context().setOffline(false);
  await note.getByRole("button", { name: text("record.save_note") }).click();
  const timeline = page.getByRole("region", { name: text("record.timeline") });
  await timeline.getByText("sent once").waitFor();
  assert.equal(await timeline.getByText("sent once").count(), 1);
  assert.equal(await note.getByRole("textbox").inputValue(), "");
}

/** A form half filled outlives its session: one signs in over it, and sends it. */
async function sessionOver(person, desk, labels) {
  const { page, text } = person;
  await page.goto(`${desk}/records/incident/new`);
  await person.fill(labels.field("title"), "Outlives its session");
  await person.choose(labels.field("customer"), "CUS0000001");
  await page.context().clearCookies();
  await page.getByRole("button", { name: text("record.submit") }).dispatchEvent("click");
  const dialog = page.getByRole("dialog", { name: text("account.session_over") });
  await dialog.waitFor();
  assert.equal(await dialog.getByLabel(text("account.login")).inputValue(), person.login);
  await dialog.getByLabel(text("account.password"), { exact: true }).fill(PASSWORD);
  await person.click(text("account.sign_in"), dialog);
  await dialog.waitFor({ state: "hidden" });
  assert.equal(await page.getByRole("textbox", { name: labels.field("title") }).inputValue(), "Outlives its session");
  await person.click(text("record.submit"));
  await person.sees("heading", "Outlives its session");
  return /INC\d+/.exec(page.url())[0];
}

/** What is wrong is said at its field, and the rest stays. */
async function fieldRefused(person, desk, labels) {
  const { page, text } = person;
  await page.goto(`${desk}/records/incident/new`);
  await person.fill(labels.field("description"), "stays");
  await person.click(text("record.submit"));
  const row = page.locator(".field-row", { has: page.getByRole("textbox", { name: labels.field("title") }) });
  await row.getByRole("alert").waitFor();
  assert.equal(await page.getByRole("textbox", { name: labels.field("description") }).inputValue(), "stays");
}

async function fileTooLarge(person) {
  const folder = mkdtempSync(join(tmpdir(), "yuheng-large-"));
  const file = join(folder, "large.bin");
  writeFileSync(file, "");
  truncateSync(file, 51 * 1024 * 1024);
  await person.page.locator('.pane-context input[type="file"]').first().setInputFiles(file);
  await person.seesText("50 MB");
  rmSync(folder, { recursive: true });
}

/** Whoever makes a record confidential that is none of theirs is told, and stands in the list again. */
async function outOfSight(person, labels, number) {
  const { page, text } = person;
  await person.find(number);
  await page
    .getByRole("region", { name: text("record.fields") })
    .getByRole("button", { name: text("record.empty_fields", { n: "" }).split(/[（(]/)[0] })
    .click();
  await person.click(text("record.edit", { field: labels.field("confidential") }));
  await page.locator('[data-field="confidential"]').getByRole("switch").click();
  await page
    .locator('[data-field="confidential"]')
    .getByRole("button", { name: text("record.save") })
    .click();
  await person.seesText(text("record.out_of_sight", { number }));
  await page.waitForURL(/\/records\/incident(\?|$)/);
  await person.sees("table");
  await page.getByRole("link", { name: number }).waitFor({ state: "hidden" });
}

export async function troubles({ browser, desk, language }) {
  const labels = processLabels("incident", language);
  const person = await Person.signIn(browser, desk, "desk", { language });
  person.understood = BROUGHT_ABOUT;
  await leadsNowhere(person, desk);
  await fieldRefused(person, desk, labels);
  const number = await sessionOver(person, desk, labels);
  await serverAway(person);
  await fileTooLarge(person);
  await person.leave();
  const other = await Person.signIn(browser, desk, "desk2", { language });
  other.understood = BROUGHT_ABOUT;
  await outOfSight(other, labels, number);
  await other.leave();
}
