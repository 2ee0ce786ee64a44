// A customer on a phone: reports with a picture while the network goes away, follows, answers, is asked, reopens with a
// reason, confirms. Nothing that was written is lost, and nobody sees a word that is ours alone.
import assert from "node:assert/strict";
import { isAccessible } from "./axe.mjs";
import { PASSWORD, Person } from "./person.mjs";
import { processLabels } from "./words.mjs";

/** What the browser reports of the answers that are brought about here. */
const BROUGHT_ABOUT =
  /^Failed to load resource: (the server responded with a status of 4|net::ERR_(INTERNET_DISCONNECTED|FAILED))/;
const PICTURE = {
  name: "screen.png",
  mimeType: "image/png",
  buffer: Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC",
    "base64",
  ),
};
const WORDS = {
  zh: {
    title: "打印机不出纸",
    more: "三楼东侧，指示灯闪红",
    answer: "重启过，没有用",
    again: "晚上又断了一次",
    still: "又坏了",
    fixed: "换了进纸轮",
    ask: "是哪一台",
  },
  en: {
    title: "The printer is stuck",
    more: "Third floor, red light",
    answer: "Restarted, no use",
    again: "It broke again tonight",
    still: "It is stuck again",
    fixed: "New feed roller",
    ask: "Which one is it",
  },
};

/** Goes on from question to question until all answers stand at a glance. */
export async function throughQuestions({ page, text }) {
  const review = page.getByRole("heading", { name: text("portal.review") });
  const next = page.getByRole("button", { name: text("portal.next") });
  while (!(await review.isVisible())) {
    const before = page.url();
    await next.click();
    await page.waitForURL((url) => url.href !== before);
  }
}

/** Controls are no smaller than a thumb. */
async function isTouchable(page, place) {
  const small = await page.evaluate(() =>
    [...document.querySelectorAll(".portal :is(button, summary, .choice, .pick-one, .report-button, .big-link)")]
      .filter((one) => one.checkVisibility() && !one.closest(".unseen"))
      .map((one) => [one.className || one.tagName, Math.round(one.getBoundingClientRect().height)])
      .filter(([, height]) => height < 44),
  );
  assert.deepEqual(small, [], place);
}

async function reports(customer, { portal, labels, words }) {
  const { page, text } = customer;
  await page.getByRole("link", { name: text("portal.report") }).click();
  await page.getByRole("button", { name: new RegExp(labels.kind) }).click();
  await customer.fill(labels.ask("title"), words.title);
  await customer.fill(labels.ask("description"), words.more);
  await isTouchable(page, "question");
  // Back and forth, and a page loaded anew: the answers are there.
  await page.goBack();
  await page.goForward();
  await page.reload();
  assert.equal(await page.getByRole("textbox", { name: labels.ask("title") }).inputValue(), words.title);
  await page.getByRole("button", { name: text("portal.next") }).click();
  await page.goto(`${portal}/report?step=pictures`);
  await page.locator('input[type="file"]').last().setInputFiles(PICTURE);
  await page.locator(".thumbs img").waitFor();
  await page.goto(portal);
  await page
    .getByRole("link", { name: new RegExp(words.title) })
    .first()
    .click();
  await page.goto(`${portal}/report?step=pictures`);
  await page.locator(".thumbs img").waitFor();
  await page.getByRole("button", { name: text("portal.next") }).click();
  await customer.sees("heading", text("portal.review"));
  await isTouchable(page, "review");
  await isAccessible(page, "review");
  await page.context().setOffline(true);
  await customer.seesText(text("portal.offline"));
  await customer.click(text("portal.send"));
  await customer.seesText(text("portal.fault_offline"));
  await page.context().setOffline(false);
  await customer.click(text("portal.send"));
  await customer.sees("heading", text("portal.sent"));
  await page.locator(".promise").first().waitFor();
  await isAccessible(page, "sent");
  await page.getByRole("link", { name: text("portal.see_it") }).click();
  await page.locator(".bubble img").waitFor();
  return /INC\d+/.exec(page.url())[0];
}

/** An answer outlives a lost network and the end of a session. */
async function answers(customer, words) {
  const { page, text } = customer;
  const form = page.getByRole("form", { name: text("portal.answer") });
  await form.getByRole("textbox").fill(words.answer);
  await page.context().setOffline(true);
  await form.getByRole("button", { name: text("portal.send_answer") }).click();
  await form.getByText(text("portal.fault_offline")).waitFor();
  await page.context().setOffline(false);
  await page.reload();
  assert.equal(await form.getByRole("textbox").inputValue(), words.answer);
  await page.context().clearCookies();
  await form.getByRole("button", { name: text("portal.send_answer") }).click();
  const dialog = page.getByRole("dialog", { name: text("account.session_over") });
  await dialog.getByLabel(text("account.password"), { exact: true }).fill(PASSWORD);
  await customer.click(text("account.sign_in"), dialog);
  await dialog.waitFor({ state: "hidden" });
  await form.getByRole("button", { name: text("portal.send_answer") }).click();
  await page.locator(".bubble.own", { hasText: words.answer }).waitFor();
  assert.equal(await page.locator(".bubble.own", { hasText: words.answer }).count(), 1);
  assert.equal(await form.getByRole("textbox").inputValue(), "");
}

/** Our side, by the API: what a customer sees of it is looked at on the phone. */
async function ours(person, number, step, body) {
  const status = await person.page.evaluate(
    async ([number, step, body]) => {
      const at = `/api/v1/records/incident/${number}`;
      const { version } = await (await fetch(at)).json();
      const headers = {
        "content-type": "application/json",
        "x-yuheng": "1",
        "if-match": `"${version}"`,
        "idempotency-key": String(Math.random()),
      };
      return (await fetch(`${at}/transitions/${step}`, { method: "POST", headers, body: JSON.stringify(body) })).status;
    },
    [number, step, body],
  );
  assert.ok(status < 300, `${step}: ${status}`);
}

async function isResolved(engineer, number, words) {
  await ours(engineer, number, "resolve", { fields: { solution: words.fixed } });
}

async function isWorkedOn({ browser, desk, language }, number, words) {
  const agent = await Person.signIn(browser, desk, "desk", { language });
  await ours(agent, number, "assign", { fields: { assignee: "PER0000022" } });
  await agent.leave();
  const engineer = await Person.signIn(browser, desk, "engineer", { language });
  await ours(engineer, number, "start", {});
  const asked = { body: words.ask, audience: "public" };
  await ours(engineer, number, "hold", { fields: { hold_reason: "customer" }, comment: asked });
  return engineer;
}

async function reopens(customer, labels, words) {
  const { page } = customer;
  await page.getByRole("button", { name: labels.transition("reopen") }).click();
  const form = page.getByRole("form", { name: labels.transition("reopen") });
  await form.getByRole("textbox").fill(words.still);
  await page.reload();
  await page.getByRole("button", { name: labels.transition("reopen") }).click();
  assert.equal(await form.getByRole("textbox").inputValue(), words.still);
  await customer.click(labels.transition("reopen"), form);
  await page.locator(".bubble.own", { hasText: words.still }).waitFor();
}

/** What is written on what is solved says what it means. */
async function reopensByAnswer(customer, labels, words) {
  const { page, text } = customer;
  const form = page.getByRole("form", { name: text("portal.answer") });
  await page.getByRole("button", { name: labels.transition("reopen") }).waitFor();
  await form.getByRole("textbox").fill(words.again);
  await form.getByRole("button", { name: text("portal.send_answer") }).click();
  const meant = page.getByRole("group", { name: text("portal.meant") });
  await customer.click(labels.transition("reopen"), meant);
  await page.locator(".bubble.own", { hasText: words.again }).waitFor();
  await page.getByRole("button", { name: labels.transition("reopen") }).waitFor({ state: "hidden" });
}

export async function onAPhone(given) {
  const { browser, portal, language } = given;
  const labels = processLabels("incident", language);
  const words = WORDS[language];
  const customer = await Person.signIn(browser, portal, "yunling", { language, phone: true });
  customer.understood = BROUGHT_ABOUT;
  const { page, text } = customer;
  await isTouchable(page, "home");
  const number = await reports(customer, { ...given, labels, words });
  await answers(customer, words);
  await isTouchable(page, "follow");
  const engineer = await isWorkedOn(given, number, words);
  // It comes by itself, without a touch.
  await page.locator(".bubble", { hasText: words.ask }).waitFor();
  await page.locator(".standing.turn").waitFor();
  await ours(engineer, number, "resume", {});
  await isResolved(engineer, number, words);
  await page.locator(".bubble", { hasText: words.fixed }).waitFor();
  await page.goto(portal);
  await page
    .getByRole("region", { name: text("portal.waiting") })
    .getByRole("link", { name: words.title })
    .first()
    .click();
  await reopens(customer, labels, words);
  await isResolved(engineer, number, words);
  await reopensByAnswer(customer, labels, words);
  await isResolved(engineer, number, words);
  await engineer.leave();
  await page.getByRole("button", { name: labels.transition("confirm") }).click();
  await page.getByRole("button", { name: labels.transition("confirm") }).waitFor({ state: "hidden" });
  await isAccessible(page, "follow");
  for (const word of [labels.option("priority", "p4"), labels.field("group"), "8.1"]) {
    assert.ok(!(await page.locator("#content").textContent()).includes(word), `a customer reads: ${word}`);
  }
  await customer.leave();
}
