// The main job without a mouse: signing in, a call, handing it out, working on it, the customer's confirmation.
import assert from "node:assert/strict";
import { Person } from "./person.mjs";

/** So many presses of Tab lead to anything on a page. */
const AT_MOST = 120;

const WORDS = {
  zh: { title: "窗口打印机离线", reply: "正在查看，请稍候", solution: "重启打印服务，打印恢复" },
  en: {
    title: "The printer at the counter is offline",
    reply: "Looking into it",
    solution: "Restarted the print service",
  },
};

/** Somebody who only has keys. */
class Typist {
  constructor(person) {
    this.person = person;
    this.page = person.page;
    this.text = person.text;
  }

  static async signIn({ browser, language }, address, login) {
    const typist = new Typist(await Person.atDoor(browser, address, { language, login }));
    const { page, text } = typist;
    await typist.to(page.getByRole("textbox", { name: text("account.login"), exact: true }));
    await page.keyboard.type(login);
    await page.keyboard.press("Tab");
    await page.keyboard.type("yuheng-demo-2026");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: text("frame.account_of") }).waitFor();
    return typist;
  }

  /** Goes on by Tab until it stands on `control`. */
  async to(control) {
    await control.waitFor();
    for (let press = 0; press < AT_MOST; press++) {
      if (await control.evaluate((one) => one === document.activeElement)) return;
      await this.page.keyboard.press("Tab");
    }
    throw new Error(`${this.person.login} does not get to ${control} by keys`);
  }

  async press(control) {
    await this.to(control);
    await this.page.keyboard.press("Enter");
  }

  button(name, within = this.page) {
    return within.getByRole("button", { name, exact: true }).first();
  }

  /** Looks at a step that stands among the further ones, and leaves it. */
  async further(name) {
    const item = this.page.getByRole("menuitem", { name });
    const more = this.person.text("record.more_actions");
    const isOpen = async () => {
      await this.press(this.button(more));
      await item.waitFor();
      // The menu takes the arrows at once.
      await this.page.waitForFunction(() => document.activeElement.closest("[role=menu]"));
    };
    await isOpen();
    await this.page.keyboard.press("Escape");
    await this.page.waitForFunction((name) => document.activeElement.ariaLabel === name, more);
    await item.waitFor({ state: "hidden" });
    await isOpen();
    for (let press = 0; press < AT_MOST; press++) {
      if (await item.evaluate((one) => one.contains(document.activeElement))) break;
      await this.page.keyboard.press("ArrowDown");
    }
    await this.page.keyboard.press("Enter");
    const dialog = this.page.getByRole("dialog", { name });
    await dialog.waitFor();
    await this.page.waitForFunction(() => document.activeElement.closest("[role=dialog] .dialog-within"));
    await this.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await this.page.waitForFunction((name) => document.activeElement.ariaLabel === name, more);
  }

  /** After a step one stands on what can be done next. */
  async goesOn() {
    await this.page.waitForFunction(() => document.activeElement.closest(".actions"));
  }

  /** Takes a step that asks: what is to be filled in is focused at once. */
  async step(name, fillIn) {
    await this.press(this.button(name));
    const dialog = this.page.getByRole("dialog", { name });
    await dialog.waitFor();
    const begun = await this.page.waitForFunction(() => document.activeElement.closest("[role=dialog] .dialog-form"));
    assert.ok(begun, `${name}: one begins in the form`);
    await this.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    const opener = await this.button(name).elementHandle();
    await this.page.waitForFunction((one) => one === document.activeElement, opener);
    await this.page.keyboard.press("Enter");
    await dialog.waitFor();
    await this.page.waitForFunction(() => document.activeElement.closest("[role=dialog] .dialog-form"));
    await this.page.keyboard.press("Tab");
    assert.ok(await dialog.evaluate((one) => one.contains(document.activeElement)), `${name}: Tab stays in the dialog`);
    await fillIn(dialog);
    await this.press(this.button(name, dialog));
    await dialog.waitFor({ state: "hidden" });
  }
}

async function takeCall(given) {
  const { desk, labels, words } = given;
  const agent = await Typist.signIn(given, `${desk}/records/incident`, "desk");
  const { page, person } = agent;
  await person.sees("heading");
  await page.keyboard.press("n");
  await page.getByRole("combobox", { name: labels.field("requester") }).waitFor();
  await page.keyboard.type("linjia");
  await page.locator(".ant-select-item-option-active").filter({ hasText: "林嘉宁" }).waitFor();
  await page.keyboard.press("Enter");
  const title = page.getByRole("textbox", { name: labels.field("title"), exact: true });
  await page.waitForFunction((one) => document.activeElement === one, await title.elementHandle());
  await page.keyboard.type(words.title);
  await agent.press(page.locator(".likely").getByRole("button").first());
  await page.keyboard.press("Control+Enter");
  await page.waitForURL(/INC\d+/);
  const number = /INC\d+/.exec(page.url())[0];
  await agent.further(labels.transition("cancel"));
  await agent.step(labels.transition("assign"), async (dialog) => {
    await agent.to(dialog.getByRole("combobox", { name: labels.field("assignee"), exact: true }));
    await page.keyboard.type("秦朗");
    await page.locator(".ant-select-item-option-active").filter({ hasText: "秦朗", visible: true }).waitFor();
    await page.keyboard.press("Enter");
  });
  await person.state(labels.state("assigned"));
  await agent.goesOn();
  await person.leave();
  return number;
}

async function solve(given, number) {
  const { desk, labels, words } = given;
  const engineer = await Typist.signIn(given, desk, "engineer2");
  const { page, person } = engineer;
  await person.find(number);
  await engineer.press(engineer.button(labels.transition("start")));
  await person.state(labels.state("in_progress"));
  await engineer.goesOn();
  await page.keyboard.press("r");
  await page.keyboard.type(words.reply);
  await page.keyboard.press("Control+Enter");
  await person.seesText(words.reply);
  await engineer.step(labels.transition("resolve"), async (dialog) => {
    await engineer.to(dialog.getByRole("textbox", { name: labels.field("solution"), exact: true }));
    await page.keyboard.type(words.solution);
  });
  await person.state(labels.state("resolved"));
  await person.leave();
}

async function agree(given, number) {
  const { portal, labels, words } = given;
  const customer = await Typist.signIn(given, `${portal}/records/incident/${number}`, "jiangzhou");
  const { person } = customer;
  await person.seesText(words.solution);
  const confirm = customer.button(labels.transition("confirm"));
  await customer.press(confirm);
  await confirm.waitFor({ state: "hidden" });
  await person.leave();
}

export async function byKeysAlone(given) {
  const all = { ...given, words: WORDS[given.language] };
  const number = await takeCall(all);
  await solve(all, number);
  await agree(all, number);
}
