// A catalogue form from idea to fulfilled request: built without code with a condition, offered to one customer, ordered in
// the portal, approved, split into tasks, fulfilled and confirmed. Another customer does not see it.
import assert from "node:assert/strict";
import { isAccessible } from "./axe.mjs";
import { Person } from "./person.mjs";
import { throughQuestions } from "./portal.mjs";
import { processLabels } from "./words.mjs";

/** What the browser reports of the answers that are brought about here. */
const BROUGHT_ABOUT = /^Failed to load resource: the server responded with a status of (401|403|404|412|422)/;

const WORDS = {
  zh: {
    name: "会议室预订权限",
    title: "请开通会议室权限",
    room: "哪一间？",
    big: "大会议室",
    small: "小会议室",
    guests: "多少人？",
    facts: "服务台，工作日",
    customer: "云岭银行股份有限公司",
    result: "已开通",
    done: "好了",
    tasks: ["登记权限", "通知使用人"],
  },
  en: {
    name: "Access to meeting rooms",
    title: "Meeting rooms for us",
    room: "Which room?",
    big: "The large one",
    small: "The small one",
    guests: "How many people?",
    facts: "Service desk, working days",
    customer: "云岭银行股份有限公司",
    result: "It is open",
    done: "Done",
    tasks: ["Register access", "Tell whoever uses it"],
  },
};

/** Chooses in a list that is not searched. */
async function pick({ page }, name, label, within = page) {
  await within.getByRole("combobox", { name, exact: true }).click();
  await page.locator(".ant-select-item-option").filter({ hasText: label, visible: true }).first().click();
}

/** Asks the program as the page does, for what is not this journey's to click. */
const api = ({ page }, method, path, body) =>
  page.evaluate(
    async ({ method, path, body }) => {
      const at = `/api/v1/records/${path}`;
      const headers = { "Content-Type": "application/json", "X-Yuheng": "1" };
      if (method !== "GET")
        headers["If-Match"] = (await fetch(at.replace(/\/(transitions|approvals)\/.*/, ""))).headers.get("etag");
      const answer = await fetch(at, { method, headers, body: body && JSON.stringify(body) });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    },
    { method, path, body },
  );

/** Opens the editor of a field, also of one that is empty. */
async function edit(person, labels, field) {
  const sheet = person.page.locator(".field-sheet.long");
  const button = sheet.getByRole("button", { name: person.text("record.edit", { field: labels.field(field) }) });
  const fold = sheet.locator(".fold-fields[aria-expanded=false]");
  await sheet.waitFor();
  if (!(await button.isVisible()) && (await fold.isVisible())) await fold.click();
  await button.click();
  return sheet.locator(`.cell[data-field="${field}"]`);
}

async function question(person, builder, { zh, en }) {
  await person.click(person.text("form.add"), builder);
  const card = builder.locator(".question-card").last();
  await person.fill(person.text("form.zh"), zh, card);
  await person.fill(person.text("form.en"), en, card);
  return card;
}

async function builds(manager, { labels, words }) {
  const { page, text } = manager;
  const cell = await edit(manager, labels, "questions");
  const first = await question(manager, cell, { zh: WORDS.zh.room, en: WORDS.en.room });
  await pick(manager, text("form.kind"), text("form.kind_choice"), first);
  for (const [n, option] of ["big", "small"].entries()) {
    await manager.click(text("form.add_option"), first);
    await manager.fill(text("form.option_zh_of", { n: n + 1 }), WORDS.zh[option], first);
    await manager.fill(text("form.option_en_of", { n: n + 1 }), WORDS.en[option], first);
  }
  await first.getByRole("switch", { name: text("form.required") }).click();
  const second = await question(manager, cell, { zh: WORDS.zh.guests, en: WORDS.en.guests });
  await pick(manager, text("form.kind"), text("form.kind_integer"), second);
  await second.getByRole("switch", { name: text("form.required") }).click();
  await pick(manager, text("form.when_question"), words.room, second);
  await second.getByText(text("form.when_is", { question: words.room, value: words.big })).waitFor();
  // By keys alone: up, and down again.
  await cell.getByRole("button", { name: text("form.up", { question: words.guests }) }).focus();
  await page.keyboard.press("Enter");
  await cell.getByRole("button", { name: text("form.down", { question: words.guests }) }).focus();
  await page.keyboard.press("Enter");
  await isAccessible(page, "form builder");
  // As a customer sees it, its condition at work, in the other language too.
  const preview = cell.locator(".form-preview");
  await cell.getByText(text("form.preview_zh"), { exact: true }).click();
  await preview.getByText(WORDS.zh.room).waitFor();
  assert.equal(await preview.getByText(WORDS.zh.guests).count(), 0, "not asked yet");
  await pick(manager, WORDS.zh.room, WORDS.zh.big, preview);
  await preview.getByText(WORDS.zh.guests).waitFor();
  await cell.getByText(text("form.preview_en"), { exact: true }).click();
  await preview.getByText(WORDS.en.guests).waitFor();
  await manager.click(text("record.save"), cell);
  await cell.locator(".form-text").waitFor();
}

async function offers(manager, { desk, labels, words, name }) {
  const { page, text } = manager;
  await page.goto(`${desk}/records/catalogue_item/new`);
  await manager.fill(labels.field("name"), name);
  await manager.choose(labels.field("service"), "主机与数据库运维");
  await manager.click(text("record.submit"));
  await page.waitForURL(/CAT\d+/);
  const number = /CAT\d+/.exec(page.url())[0];
  await builds(manager, { labels, words });
  const cell = await edit(manager, labels, "offered_to");
  await manager.click(text("field.add_row"), cell);
  await manager.choose(processLabels("service_request", manager.language).field("customer"), words.customer, cell);
  await manager.click(text("record.save"), cell);
  await cell.getByText(words.customer).waitFor();
  const tasks = words.tasks.map((title, n) => ({ title, ...(n > 0 ? { follows: n } : {}) }));
  await api(manager, "PATCH", `catalogue_item/${number}`, { tasks, needs_approval: true });
  await page.reload();
  await manager.step(labels.transition("put_in_force"), async (dialog) => {
    for (const fact of ["target", "contact", "hours", "security"]) {
      await manager.fill(labels.field(fact), words.facts, dialog);
    }
  });
  await manager.state(labels.state("in_force"));
}

async function orders(customer, { portal, labels, words, name }) {
  const { page, text } = customer;
  await page.goto(`${portal}/report?kind=service_request`);
  await customer.fill(labels.ask("title"), words.title);
  await page.goto(`${portal}/report?kind=service_request&step=item`);
  await page.locator(".choice").filter({ hasText: name }).click();
  await page.locator(".offer-facts").getByText(words.facts).first().waitFor();
  await customer.click(text("portal.next"));
  // What is not answered is told at its question; a condition brings another.
  await page.getByRole("heading", { name: words.room }).waitFor();
  await customer.click(text("portal.next"));
  await customer.seesText(text("portal.needed"));
  await page.locator(".choice").filter({ hasText: words.big }).click();
  await page.getByRole("spinbutton", { name: words.guests }).fill("12");
  await isAccessible(page, "form in the portal");
  await throughQuestions(customer);
  await customer.seesText(words.big);
  await customer.click(text("portal.send"));
  await customer.sees("heading", text("portal.sent"));
  return /REQ\d+/.exec(page.url())[0];
}

async function approves({ browser, desk, language, number }) {
  const manager = await Person.signIn(browser, desk, "rqmanager", { language });
  await api(manager, "POST", `service_request/${number}/transitions/approve`, {});
  await manager.leave();
  const voter = await Person.signIn(browser, desk, "slmanager", { language });
  const { approvals } = await api(voter, "GET", `service_request/${number}`);
  await api(voter, "POST", `service_request/${number}/approvals/${approvals[0].id}/votes`, { agrees: true });
  await voter.leave();
}

async function fulfils({ browser, desk, language, labels, words, number }) {
  const agent = await Person.signIn(browser, desk, "desk", { language });
  await agent.page.goto(`${desk}/records/service_request/${number}`);
  await agent.seesText(words.big);
  await agent.step(labels.transition("assign_approved"), (dialog) =>
    agent.choose(labels.field("assignee"), "秦朗", dialog),
  );
  await agent.state(labels.state("assigned"));
  for (const task of words.tasks) await agent.seesText(task);
  await agent.leave();
  const engineer = await Person.signIn(browser, desk, "engineer2", { language });
  engineer.understood = BROUGHT_ABOUT;
  const { page } = engineer;
  await page.goto(`${desk}/records/service_request/${number}`);
  await engineer.click(labels.transition("start"));
  await engineer.state(labels.state("in_progress"));
  const fulfil = page.getByRole("button", { name: labels.transition("fulfil"), exact: true });
  assert.equal(await fulfil.getAttribute("aria-disabled"), "true", "while tasks are open");
  const filter = encodeURIComponent(`record.belongs_to == "${number}"`);
  const { items } = await api(engineer, "GET", `task?sort=number&filter=${filter}`);
  const { assignee } = (await api(engineer, "GET", `service_request/${number}`)).fields;
  for (const task of items) {
    await api(engineer, "POST", `task/${task.number}/transitions/start`, { fields: { assignee: assignee.id } });
    await api(engineer, "POST", `task/${task.number}/transitions/finish`, { fields: { result: words.done } });
  }
  await page.reload();
  await engineer.step(labels.transition("fulfil"), (dialog) =>
    engineer.fill(labels.field("result"), words.result, dialog),
  );
  await engineer.state(labels.state("fulfilled"));
  await engineer.leave();
}

export async function orderedFromTheCatalogue({ browser, desk, portal, language }) {
  const words = WORDS[language];
  const labels = processLabels("service_request", language);
  const name = `${words.name} ${Date.now() % 100_000}`;
  const manager = await Person.signIn(browser, desk, "slmanager", { language });
  await offers(manager, { desk, labels: processLabels("catalogue_item", language), words, name });
  await manager.leave();
  const customer = await Person.signIn(browser, portal, "yunling", { language, phone: true });
  const number = await orders(customer, { portal, labels, words, name });
  const other = await Person.signIn(browser, portal, "jiangzhou", { language, phone: true });
  await other.page.goto(`${portal}/report?kind=service_request&step=item`);
  await other.page.locator(".choice").first().waitFor();
  await other.cannotSee(name);
  await other.leave();
  await approves({ browser, desk, language, number });
  await fulfils({ browser, desk, language, labels, words, number });
  await customer.page.goto(`${portal}/records/service_request/${number}`);
  await customer.seesText(words.result);
  await customer.click(labels.transition("confirm"));
  await customer.page.getByRole("button", { name: labels.transition("confirm") }).waitFor({ state: "hidden" });
  await customer.leave();
}
