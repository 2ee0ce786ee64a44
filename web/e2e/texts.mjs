// What is written and done every day: a text by `::` into the answer and out again, a macro seen before it is run, a macro over two
// records, and a tick that shows its line.
import assert from "node:assert/strict";
import { Person } from "./person.mjs";

const WORDS = {
  zh: {
    take: "接手并告知客户",
    major: "按重大事件启动",
    key: "ysl",
    text: "已受理",
    title: "会议室投影没有信号",
    line: "通知事件经理和客户负责人",
  },
  en: {
    take: "Take it and tell the customer",
    major: "Start as a major incident",
    key: "rec",
    text: "We have received",
    title: "The projector shows nothing",
    line: "通知事件经理和客户负责人",
  },
};

/** A report of a customer, as somebody at the desk has it already. */
export async function reported(person, title) {
  const { page } = person;
  const number = await page.evaluate(async (title) => {
    const first = async (process, filter) => {
      const query = new URLSearchParams({ filter, limit: "1" });
      return (await (await fetch(`/api/v1/records/${process}?${query}`)).json()).items[0].number;
    };
    const fields = {
      title,
      impact: "low",
      urgency: "low",
      customer: await first("customer", 'record.title == "江州市政务数据中心"'),
      requester: await first("contact", 'record.name == "林嘉宁"'),
    };
    const headers = { "Content-Type": "application/json", "X-Yuheng": "1" };
    const sent = await fetch("/api/v1/records/incident", { method: "POST", headers, body: JSON.stringify(fields) });
    return (await sent.json()).number;
  }, title);
  await page.goto(`${person.desk}/records/incident/${number}`);
  await page.locator("form.composer.public textarea").waitFor();
  return number;
}

export async function textsAndMacros({ browser, desk, language, labels }) {
  const words = WORDS[language];
  const person = await Person.signIn(browser, desk, "desk", { language });
  person.desk = desk;
  const { page, text } = person;
  const first = await reported(person, `${words.title} 1`);

  // A text into the answer, by its initials or its keyword; Ctrl+Z takes it out, and again it is put in and kept as a draft.
  await page.keyboard.press("r");
  await page.keyboard.type(`::${words.key}`);
  const list = page.getByRole("listbox", { name: text("compose.templates") });
  await list.getByRole("option").first().waitFor();
  await page.keyboard.press("Enter");
  const answer = page.locator("form.composer.public textarea");
  await page.waitForFunction(
    ([selector, sought]) => document.querySelector(selector).value.includes(sought),
    ["form.composer.public textarea", first],
  );
  assert.match(await answer.inputValue(), new RegExp(words.text));
  assert.match(await answer.inputValue(), /苏小雨/);
  await page.keyboard.press("Control+z");
  assert.doesNotMatch(await answer.inputValue(), new RegExp(first), "an undo takes it out");
  await answer.fill("");
  await page.keyboard.press("Escape");

  // Nothing of our own is offered for the customer's answer.
  await answer.focus();
  await page.keyboard.type({ zh: "::jb", en: "::hand" }[language]);
  await person.seesText(text("compose.no_template_like", { sought: { zh: "jb", en: "hand" }[language] }));
  await answer.fill("");
  await page.keyboard.press("Escape");

  // A macro by its key: what it will do, then done.
  await page.keyboard.press("h");
  await page.getByRole("menuitem", { name: new RegExp(words.take) }).click();
  const dialog = page.getByRole("dialog", { name: words.take });
  await dialog.getByRole("region", { name: text("macro.outlook") }).waitFor();
  await person.seesText(labels.state("in_progress"), dialog);
  await person.click(text("macro.run"), dialog);
  await dialog.waitFor({ state: "hidden" });
  await person.state(labels.state("in_progress"));
  await person.seesText(new RegExp(words.take), page.locator(".timeline"));

  // A checklist comes by a macro; a tick shows its line and not the table.
  await page.keyboard.press("h");
  await page.getByRole("menuitem", { name: new RegExp(words.major) }).click();
  const major = page.getByRole("dialog", { name: words.major });
  await person.click(text("macro.run"), major);
  await major.waitFor({ state: "hidden" });
  await page.getByRole("checkbox", { name: words.line, exact: true }).click();
  await person.seesText(text("timeline.line_done", { line: words.line }), page.locator(".timeline"));

  // Over several of a list.
  const second = await reported(person, `${words.title} 2`);
  const third = await reported(person, `${words.title} 3`);
  await page.goto(`${desk}/records/incident`);
  for (const number of [second, third]) {
    await page
      .getByRole("row", { name: new RegExp(number) })
      .getByRole("checkbox")
      .check();
  }
  await person.click(new RegExp(text("bulk.steps")));
  await person.choose(text("bulk.what"), text("macro.named", { title: words.take }));
  await person.click(text("bulk.to_preview"));
  await page.getByRole("button", { name: text("bulk.do_step", { step: words.take, n: 2 }) }).click();
  await person.seesText(text("bulk.is_changed"));
  // Once it is over, a dialog can be closed at its corner, too.
  await page
    .locator(".ant-modal-footer")
    .getByRole("button", { name: text("bulk.close") })
    .click();
  await page.goto(`${desk}/records/incident/${third}`);
  await person.state(labels.state("in_progress"));
  await person.leave();
}
