// What was seen is what is done: a macro that somebody changes meanwhile is shown anew, words with a gap are asked about, a change of several
// tells what follows, and can be undone after the page was loaded again.
import assert from "node:assert/strict";
import { isAccessible } from "./axe.mjs";
import { Person } from "./person.mjs";
import { picturedOnBoth as pictured } from "./pictured.mjs";
import { proof } from "./proof.mjs";
import { reported } from "./texts.mjs";

const WORDS = {
  zh: {
    title: "门禁刷卡无响应",
    macro: "告知进展",
    before: "今天处理完。",
    after: "明天处理完。",
    gap: "〔服务：未填〕已恢复",
  },
  en: {
    title: "The door does not open",
    macro: "Tell how far it is",
    before: "It will be done today.",
    after: "It will be done tomorrow.",
    gap: "〔service: missing〕 works again",
  },
};

const say = (value) => [{ action: "comment", audience: "public", value }];

/** Writes something with the API, as whoever is signed in. */
const write = (page, method, path, body) =>
  page.evaluate(
    async ([method, path, body]) => {
      const headers = { "Content-Type": "application/json", "X-Yuheng": "1" };
      if (method === "PATCH") headers["If-Match"] = `"${(await (await fetch(path)).json()).version}"`;
      const answer = await fetch(path, { method, headers, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
      return answer.json();
    },
    [method, `/api/v1${path}`, body],
  );

export async function whatWasSeenIsDone({ browser, desk, language, labels }) {
  const words = WORDS[language];
  const person = await Person.signIn(browser, desk, "desk", { language });
  person.desk = desk;
  // What is asked about is refused first.
  person.understood = /status of (401|412|422)/;
  const { page } = person;
  const first = await reported(person, `${words.title} 1`);
  const macro = await write(page, "POST", "/records/macro", {
    title: words.macro,
    title_en: words.macro,
    records_of: "incident",
    actions: say(words.before),
  });
  await page.reload();
  await changedMeanwhile(person, { words, macro: macro.number });
  await withGap(person, words);
  await severalAndReload(person, { words, labels, first });
  await person.leave();
}

/** The macro is changed while its outlook is open: what it does now is shown, and then done. */
async function changedMeanwhile({ page, text, language }, { words, macro }) {
  await page.getByRole("button", { name: text("macro.menu") }).waitFor();
  await page.keyboard.press("h");
  await page.getByRole("menuitem", { name: words.macro }).click();
  const dialog = page.getByRole("dialog", { name: words.macro });
  await dialog.getByText(words.before).waitFor();
  await write(page, "PATCH", `/records/macro/${macro}`, { actions: say(words.after) });
  const run = dialog.getByRole("button", { name: text("macro.run") });
  await run.click();
  await proof("what it does now is shown before it is done", () => dialog.getByText(words.after).waitFor());
  await dialog.getByRole("alert").waitFor();
  assert.equal(await page.locator(".record-page, article").getByText(words.before).count(), 0, "nothing was said");
  await isAccessible(page, "a macro that was changed meanwhile");
  await pictured(page, `${language}-other-plan`);
  await run.click();
  await dialog.waitFor({ state: "hidden" });
  await page.locator(".timeline").getByText(words.after).first().waitFor();
}

/** Words for the customer with a gap go out once their writer says so. */
async function withGap({ page, text, language }, words) {
  const form = page.locator("form.composer.public");
  await form.locator("textarea").fill(words.gap);
  await page.keyboard.press("Control+Enter");
  const anyway = form.getByRole("button", { name: text("compose.send_with_gaps") });
  await anyway.waitFor();
  await isAccessible(page, "words with a gap");
  await pictured(page, `${language}-gap`);
  await anyway.click();
  await page.locator(".timeline").getByText(words.gap).first().waitFor();
  assert.equal(await form.locator("textarea").inputValue(), "");
}

/** What follows is told before; after a reload the change can be undone still, and what somebody changed since is told. */
async function severalAndReload(person, { words, labels, first }) {
  const { page, text, language, desk } = person;
  const second = await reported(person, `${words.title} 2`);
  const filter = encodeURIComponent(`record.title.contains("${words.title}") && record.is_open`);
  const list = `${desk}/records/incident?view=all&filter=${filter}`;
  await page.goto(list);
  const rowOf = (number) => page.locator(".list-body").getByRole("row", { name: new RegExp(number) });
  for (const number of [first, second]) await rowOf(number).getByRole("checkbox").check();
  await page.keyboard.press("e");
  const dialog = page.getByRole("dialog");
  await person.choose(text("bulk.which_fields"), labels.field("impact"), dialog);
  await page.keyboard.press("Escape");
  await person.choose(labels.field("impact"), labels.option("impact", "high"), dialog);
  await person.click(text("bulk.to_preview"), dialog);
  const shown = dialog.getByRole("region", { name: text("bulk.preview") });
  await proof("the priority that follows is told", () =>
    shown.getByRole("columnheader", { name: labels.field("priority"), exact: true }).waitFor(),
  );
  await shown.getByRole("button", { name: text("bulk.all_of_it", { number: first }) }).click();
  await shown.locator(".foreseen .entry").first().waitFor();
  await isAccessible(page, "the preview with what follows");
  await pictured(page, `${language}-follows`);
  await person.click(text("bulk.do_edit", { n: 2 }), dialog);
  await dialog.getByRole("region", { name: text("bulk.result") }).waitFor();
  await dialog.locator(".bulk-progress").waitFor({ state: "detached" });
  await dialog
    .locator(".ant-modal-footer")
    .getByRole("button", { name: text("bulk.close") })
    .click();
  await dialog.waitFor({ state: "hidden" });

  // Over an opened record and back, then over a reload.
  await rowOf(second).getByRole("link").first().click();
  await page.locator("form.composer.public textarea").waitFor();
  await page.goto(list);
  await page.reload();
  const undo = page.locator(".bulk-undo").getByRole("button", { name: text("bulk.undo"), exact: true });
  await proof("after a reload it can be undone still", () => undo.waitFor());
  await isAccessible(page, "a list with something to be undone");
  await pictured(page, `${language}-undo-after-reload`);
  await write(page, "PATCH", `/records/incident/${second}`, { impact: "medium" });
  await undo.click();
  await page.getByText(text("bulk.undone", { n: 1 })).waitFor();
  await person.click(text("bulk.show"));
  await page.locator(".bulk-undo li").filter({ hasText: second }).waitFor();
  const held = await page.evaluate(
    async (numbers) => {
      const read = async (number) => (await (await fetch(`/api/v1/records/incident/${number}`)).json()).fields.impact;
      return Promise.all(numbers.map(read));
    },
    [first, second],
  );
  assert.deepEqual(held, ["low", "medium"], "what somebody changed since stays");
}
