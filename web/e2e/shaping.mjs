// A manager adds a field and a state by forms, sees them in list, form, record, print, API and export the same minute, and takes
// them back.
import assert from "node:assert/strict";
import { isAccessible } from "./axe.mjs";
import { Person } from "./person.mjs";
import { processLabels } from "./words.mjs";

const WORDS = {
  zh: { field: "上门地点", state: "等上门", to: "约上门", from: "已上门", reason: "客户要求登记", value: "三楼机房" },
  en: {
    field: "Visit site",
    state: "Visit due",
    to: "Plan a visit",
    from: "Visited",
    reason: "Asked for",
    value: "Third floor",
  },
};

/** Asks the API as the person who is signed in. */
const asked = (person, path, method = "GET", body = undefined) =>
  person.page.evaluate(
    async ([path, method, body]) => {
      const headers = { "x-yuheng": "1", "content-type": "application/json", "idempotency-key": String(Math.random()) };
      const answer = await fetch(`/api/v1${path}`, { method, headers, body });
      return answer.text();
    },
    [path, method, body && JSON.stringify(body)],
  );

/** The field as the definitions have it: once withdrawn it stays for what records hold in it. */
async function fieldOf(worker, words, language) {
  const { fields } = JSON.parse(await asked(worker, "/definitions/incident"));
  const field = fields.find(({ label }) => label[language] === words.field);
  return field && { ...field, withdrawn: field.withdrawn === true };
}

async function bothLanguages(dialog, person, zh, en, index = 0) {
  await dialog.getByLabel(person.text("shape.label_zh")).nth(index).fill(zh);
  await dialog.getByLabel(person.text("shape.label_en")).nth(index).fill(en);
}

async function fieldAdded(person, words) {
  const { page, text } = person;
  await person.click(text("shape.add_field"));
  const dialog = page.getByRole("dialog", { name: text("shape.add_field") });
  // What is missing is said, and nothing that was entered goes.
  await dialog.getByLabel(text("shape.label_zh")).fill(WORDS.zh.field);
  await person.click(text("shape.keep"), dialog);
  await person.seesText(text("shape.missing", { what: text("shape.label_en") }), dialog);
  await dialog.getByLabel(text("shape.label_en")).fill(WORDS.en.field);
  assert.equal(await dialog.getByLabel(text("shape.label_zh")).inputValue(), WORDS.zh.field);
  await isAccessible(page, "a field being added");
  await person.click(text("shape.keep"), dialog);
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("row", { name: new RegExp(`${words.field}.*${text("shape.changed_here")}`) }).waitFor();
}

async function stateAdded(person, incident) {
  const { page, text } = person;
  await page.getByText(text("shape.flow"), { exact: true }).click();
  await person.click(text("shape.add_state"));
  const dialog = page.getByRole("dialog", { name: text("shape.add_state") });
  await bothLanguages(dialog, person, WORDS.zh.state, WORDS.en.state);
  for (const [title, step, where] of [
    ["shape.state_enter", "to", "shape.enter_from"],
    ["shape.state_leave", "from", "shape.leave_to"],
  ]) {
    const way = dialog.getByRole("group", { name: text(title) });
    await way.getByRole("textbox").nth(0).fill(WORDS.zh[step]);
    await way.getByRole("textbox").nth(1).fill(WORDS.en[step]);
    for (const [name, sought] of [
      [text(where), incident.state("in_progress")],
      [text("shape.who"), incident.field("assignee")],
    ]) {
      await person.choose(new RegExp(`^${name}`), sought, way);
      // A list in which one may choose several stays open.
      const isOpen = () => document.activeElement?.getAttribute("aria-expanded") === "true";
      if (await page.evaluate(isOpen)) await page.keyboard.press("Escape");
    }
  }
  await person.click(text("shape.keep"), dialog);
  await dialog.waitFor({ state: "hidden" });
}

/** Has the step approved that whoever drafted the overlay asked for. */
async function agreed(browser, desk, language, at, by) {
  const other = await Person.signIn(browser, desk, by, { language });
  await other.page.goto(at);
  await other.click(other.text("record.agree"));
  await other.page
    .getByRole("button", { name: other.text("record.agree"), exact: true })
    .waitFor({ state: "detached" });
  await other.leave();
}

export async function shapedAndTakenBack({ browser, desk, language }) {
  const [overlay, incident] = [processLabels("overlay", language), processLabels("incident", language)];
  const words = WORDS[language];
  const manager = await Person.signIn(browser, desk, "admin", { language });
  const { page, text } = manager;
  await page.goto(`${desk}/processes/incident`);
  await page.getByRole("heading", { name: incident.process, exact: true }).waitFor();
  await isAccessible(page, "a process as it is written");
  await manager.click(text("shape.start"));
  const dialog = page.getByRole("dialog", { name: text("shape.start_title") });
  await dialog.getByRole("textbox").nth(1).fill(words.reason);
  await manager.click(text("shape.start"), dialog);
  await page.waitForURL(/overlay=/);
  await fieldAdded(manager, words);
  await stateAdded(manager, incident);
  await page.getByRole("row", { name: new RegExp(`^${words.state}`) }).waitFor();

  // Nothing has changed for anybody else yet.
  const worker = await Person.signIn(browser, desk, "imanager", { language });
  assert.notEqual((await fieldOf(worker, words, language))?.withdrawn ?? true, false);

  // It is compared, submitted, approved by somebody else, and in force.
  await page.getByRole("link", { name: text("shape.review"), exact: true }).click();
  await manager.seesText("visit_site");
  await manager.seesText(words.field, page.getByRole("region", { name: text("content.changes") }));
  const at = page.url();
  await manager.step(overlay.transition("submit"), async (asking) => {
    await asking.getByRole("textbox", { name: overlay.field("in_force_from") }).fill("2026-01-01");
    await page.keyboard.press("Enter");
  });
  await manager.click(overlay.transition("approve"));
  await manager.seesText(text("record.outcome_pending"));
  await agreed(browser, desk, language, at, "representative");
  await manager.click(overlay.transition("put_in_force"));
  await manager.state(overlay.state("in_force"));

  const number = await seenEverywhere(worker, { desk, incident, words });

  // It is taken back while the record stands in its state: said beforehand, approved as it came.
  await page.goto(at);
  const back = page.getByRole("region", { name: text("content.when_withdrawn") });
  await manager.seesText(words.state, back);
  await isAccessible(page, "an overlay in force, and what would come of withdrawing it");
  await manager.step(overlay.transition("retire"), (asking) => asking.getByRole("textbox").fill(words.reason));
  await agreed(browser, desk, language, at, "representative");
  await manager.state(overlay.state("retired"));
  assert.equal((await fieldOf(worker, words, language))?.withdrawn, true);
  await worker.page.goto(`${desk}/records/incident`);
  await worker.page.locator(".list-body tbody tr").first().waitFor();
  assert.equal(await worker.page.getByRole("columnheader", { name: words.field }).count(), 0);
  await finished(worker, { desk, incident, words, number });
  await worker.leave();
  await manager.leave();
}

/** In the form, on the record, in the list, on paper, over the API, in the export. */
async function seenEverywhere(worker, { desk, incident, words }) {
  const { page, text } = worker;
  await page.goto(`${desk}/records/incident/new`);
  await page.getByRole("textbox", { name: incident.field("title"), exact: true }).fill(words.state);
  await worker.choose(incident.field("customer"), "云岭");
  await worker.choose(incident.field("impact"), incident.option("impact", "low"));
  await worker.choose(incident.field("urgency"), incident.option("urgency", "low"));
  await page.locator(".more-fields").click();
  await worker.fill(words.field, words.value);
  await worker.click(text("record.submit"));
  await page.waitForURL(/records\/incident\/INC/);
  const number = /INC\d+/.exec(page.url())[0];
  await worker.seesText(words.value);
  const mine = await asked(worker, "/me");
  const step = async (id, fields = {}) => {
    const { version } = JSON.parse(await asked(worker, `/records/incident/${number}`));
    const answer = await page.evaluate(
      async ([number, id, body, version]) => {
        const headers = { "x-yuheng": "1", "content-type": "application/json", "if-match": `"${version}"` };
        const path = `/api/v1/records/incident/${number}/transitions/${id}`;
        const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
        return [answer.status, await answer.text()];
      },
      [number, id, fields, version],
    );
    assert.equal(answer[0], 200, answer[1]);
  };
  await step("assign", { fields: { assignee: JSON.parse(mine).number ?? JSON.parse(mine).id } });
  await step("start");
  await page.reload();
  await worker.click(text("record.more_actions"));
  await page.getByRole("menuitem", { name: words.to }).click();
  await worker.state(words.state);
  await page.goto(`${desk}/records/incident?filter=${encodeURIComponent(`record.number == "${number}"`)}`);
  await page.getByRole("columnheader", { name: words.field }).waitFor();
  await page.getByRole("cell", { name: words.value }).waitFor();
  await page
    .getByRole("row", { name: new RegExp(words.state) })
    .first()
    .waitFor();
  assert.ok((await asked(worker, `/records/incident/${number}`)).includes(`"visit_site":"${words.value}"`));
  const filter = encodeURIComponent(`record.visit_site == "${words.value}"`);
  assert.ok((await asked(worker, `/records/incident/export?filter=${filter}`)).includes(words.value));
  await page.goto(`${desk}/records/incident/${number}`);
  await page.emulateMedia({ media: "print" });
  await worker.seesText(words.value);
  await page.emulateMedia({ media: "screen" });
  return number;
}

/** The record goes on by the flow that it was opened with: its state reads as before, and leads on. */
async function finished(worker, { desk, incident, words, number }) {
  const { page } = worker;
  await page.goto(`${desk}/records/incident/${number}`);
  await worker.state(words.state);
  // What it holds in the field that is gone is read, and changed by nobody.
  const kept = page.locator('[data-field="visit_site"]');
  await worker.seesText(worker.text("field.withdrawn"), kept);
  await worker.seesText(words.value, kept);
  assert.equal(await kept.getByRole("button").count(), 0);
  await worker.click(words.from);
  await worker.state(incident.state("in_progress"));
  await worker.step(incident.transition("resolve"), (asking) =>
    asking.getByRole("textbox", { name: incident.field("solution") }).fill(words.value),
  );
  await worker.state(incident.state("resolved"));
  // What was done by its steps is told by their names.
  await worker.seesText(words.from);
}
