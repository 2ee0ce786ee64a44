// Two reports of one thing become one: from the list, side by side first, then told apart again from the record, merged anew there;
// and one report of two things becomes two. Whoever asked reads where it goes on.
import assert from "node:assert/strict";
import { isAccessible } from "./axe.mjs";
import { Person } from "./person.mjs";
import { picturedOnBoth as pictured } from "./pictured.mjs";

const WORDS = {
  zh: { first: "邮件收不到新信", second: "收件箱一直是空的", said: "从昨天下午开始", other: "打印机卡纸" },
  en: {
    first: "No new mail arrives",
    second: "My inbox stays empty",
    said: "Since yesterday",
    other: "The printer jams",
  },
};

/** Opens a report by the interface that programs use. */
const open = (page, fields) =>
  page.evaluate(async (fields) => {
    const headers = { "Content-Type": "application/json", "X-Yuheng": "1" };
    const opened = await fetch("/api/v1/records/incident", { method: "POST", headers, body: JSON.stringify(fields) });
    return (await opened.json()).number;
  }, fields);

/** Chooses an action from what more can be done. */
async function more(person, word) {
  await person.click(person.text("record.more_actions"));
  await person.page.getByRole("menuitem", { name: word }).first().click();
  return person.page.getByRole("dialog");
}

/** Says something to all who see the record, by the interface that programs use. */
const say = (page, number, body) =>
  page.evaluate(
    async ({ number, body }) => {
      const headers = { "Content-Type": "application/json", "X-Yuheng": "1" };
      const sent = JSON.stringify({ body, audience: "public" });
      return (await fetch(`/api/v1/records/incident/${number}/comments`, { method: "POST", headers, body: sent }))
        .status;
    },
    { number, body },
  );

export async function twoReportsBecomeOne({ browser, desk, portal, language, labels }) {
  const words = WORDS[language];
  const customer = await Person.signIn(browser, portal, "yunling", { language, phone: true });
  const second = await open(customer.page, { title: words.second, description: words.said });
  assert.equal(await say(customer.page, second, words.said), 201);
  const person = await Person.signIn(browser, desk, "desk", { language });
  const { page, text } = person;
  const whose = await page.evaluate(async (number) => {
    return (await (await fetch(`/api/v1/records/incident/${number}`)).json()).fields.customer.number;
  }, second);
  const first = await open(page, { title: words.first, customer: whose, impact: "high", urgency: "high" });

  // From the list, by keys: what is due first is proposed to stay.
  const filter = `record.title == "${words.first}" || record.title == "${words.second}"`;
  await page.goto(`${desk}/records/incident?view=all&filter=${encodeURIComponent(filter)}`);
  const rows = page.locator(".list-body tbody tr:not(.gap)");
  await rows.nth(1).waitFor();
  await rows.nth(0).getByRole("checkbox").click();
  await rows.nth(1).getByRole("checkbox").click();
  await page.keyboard.press("u");
  const dialog = page.getByRole("dialog");
  await dialog.getByText(text("merge.can")).waitFor();
  assert.ok(await dialog.getByRole("radio", { name: text("merge.keep", { number: first }) }).isChecked());
  await isAccessible(page, "what is to be merged");
  await pictured(page, `${language}-merge`);
  await dialog.getByRole("radio", { name: text("merge.keep", { number: second }) }).click();
  await dialog.getByText(text("merge.loses_promise", { number: first })).waitFor();
  await dialog.getByRole("radio", { name: text("merge.keep", { number: first }) }).click();
  await person.click(text("merge.do", { n: 1, number: first }), dialog);
  await dialog.getByText(text("merge.done"), { exact: true }).waitFor();
  await dialog
    .locator(".ant-modal-footer")
    .getByRole("button", { name: text("bulk.close") })
    .click();
  await dialog.waitFor({ state: "hidden" });

  // What was said is read at the one that stays, and what was promised stands there.
  await page.goto(`${desk}/records/incident/${first}`);
  await page.getByRole("region", { name: text("timeline.earlier", { number: second }) }).waitFor();
  const parts = page.getByRole("region", { name: text("merge.parts") });
  await parts.getByText(second).waitFor();
  await pictured(page, `${language}-merged`);
  // Whoever asked reads where it goes on, and answers there.
  await customer.page.goto(`${portal}/records/incident/${second}`);
  await customer.page
    .getByRole("link", { name: new RegExp(first) })
    .first()
    .click();
  await customer.sees("heading", words.first);
  await pictured(customer.page, `${language}-asked`);

  // Told apart again.
  await page.goto(`${desk}/records/incident/${second}`);
  await person.state(labels.state("cancelled"));
  const undo = { zh: "撤销合并", en: "Undo the merge" }[language];
  await more(person, undo);
  await dialog.getByText(text("merge.undo")).waitFor();
  await pictured(page, `${language}-undo`);
  await person.click(undo, dialog);
  await person.state(labels.state("new"));

  // From the record: the other is found by its title.
  const into = await more(person, { zh: "合并到…", en: "Merge into…" }[language]);
  await into.getByRole("combobox", { name: text("merge.into") }).fill(words.first);
  await page.locator(".ant-select-item-option", { hasText: words.first }).first().click();
  await into.getByText(text("merge.can")).waitFor();
  await pictured(page, `${language}-merge-one`);
  await person.click(text("merge.do", { n: 1, number: first }), into);
  await page.waitForURL(new RegExp(first));
  await into.waitFor({ state: "detached" });
  await person.sees("heading", words.first);

  // And one becomes two.
  const split = await more(person, { zh: "拆分", en: "Split" }[language]);
  await split.getByLabel(labels.field("title")).first().fill(words.other);
  await isAccessible(page, "what is to be split");
  await pictured(page, `${language}-split`);
  await person.click(text("merge.do_split"), split);
  await person.sees("heading", words.other);
  await page.getByText(first).first().waitFor();
  await pictured(page, `${language}-split-off`);
  await customer.leave();
  await person.leave();
}
