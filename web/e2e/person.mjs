// Somebody at a browser, who finds controls by their role and name as people do.
import { chromium } from "playwright-core";
import { servedFrom } from "./proof.mjs";
import { interfaceTexts } from "./words.mjs";

export const PASSWORD = "yuheng-demo-2026";
/** How long anything is waited for, in milliseconds: a machine with much else to do needs more. */
export const PATIENCE = Number(process.env.JOURNEY_PATIENCE ?? 30_000);
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

/** Answers that the page asks for and understands, and that a browser reports nonetheless: not signed in, stale. */
const UNDERSTOOD = /^Failed to load resource: the server responded with a status of (401|412)/;

/** Reports what the content security policy refused, wherever it comes from. */
function reportRefused() {
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    console.error(`refused by the content security policy: ${violatedDirective} ${blockedURI}`),
  );
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
}

/** A browser of somebody's own, whose page is the program's, or the one that stands in the folder JOURNEY_PAGE. */
async function contextOf(browser, { language, phone }) {
  const context = await browser.newContext({ viewport: phone ? PHONE : DESK, timezoneId: "Asia/Shanghai" });
  context.setDefaultTimeout(PATIENCE);
  await context.addInitScript((chosen) => localStorage.setItem("yuheng.language", chosen), language);
  await context.addInitScript(reportRefused);
  if (process.env.JOURNEY_PAGE) await servedFrom(context, process.env.JOURNEY_PAGE);
  return context;
}

export class Person {
  /** Signs in; with `at`, the browser's clock stands at that moment. */
  static async signIn(browser, url, login, { language, phone = false, at }) {
    const context = await contextOf(browser, { language, phone });
    if (at) await context.clock.setFixedTime(at);
    const person = new Person(await context.newPage(), login, language);
    await person.page.goto(url);
    await person.fill(person.text("account.login"), login);
    await person.fill(person.text("account.password"), PASSWORD);
    await person.click(person.text("account.sign_in"));
    const account = person.page.getByRole("button", { name: person.text("frame.account_of") });
    await account.waitFor();
    return person;
  }

  /** Somebody who comes by an address and is not signed in yet. */
  static async atDoor(browser, address, { language, login, phone = false }) {
    const context = await contextOf(browser, { language, phone });
    const person = new Person(await context.newPage(), login, language);
    await person.page.goto(address);
    return person;
  }

  constructor(page, login, language) {
    this.page = page;
    this.login = login;
    this.language = language;
    this.text = interfaceTexts(language);
    this.faults = [];
    this.understood = UNDERSTOOD;
    page.on("pageerror", (error) => this.faults.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && !this.understood.test(message.text())) this.faults.push(message.text());
    });
  }

  click(name, within = this.page) {
    return within.getByRole("button", { name, exact: true }).click();
  }

  fill(name, text, within = this.page) {
    return within.getByRole("textbox", { name, exact: true }).fill(text);
  }

  /** Chooses in a list by typing what is sought. */
  async choose(name, sought, within = this.page) {
    const box = within.getByRole("combobox", { name, exact: true });
    await box.fill(sought);
    // Its own list: the one before it may still be on its way out.
    const list = await box.getAttribute("aria-controls");
    const own = this.page.locator(".ant-select-dropdown", { has: this.page.locator(`[id="${list}"]`) });
    await own.locator(".ant-select-item-option-active").filter({ hasText: sought, visible: true }).waitFor();
    await this.page.keyboard.press("Enter");
  }

  /** Opens a record by typing its number into the search box. */
  async find(number) {
    await this.page.keyboard.press("/");
    await this.page.keyboard.type(number);
    await this.page.keyboard.press("Enter");
    await this.sees("heading", undefined, this.page.getByRole("article", { name: new RegExp(number) }));
  }

  sees(role, name, within = this.page) {
    return within.getByRole(role, { name }).first().waitFor();
  }

  seesText(text, within = this.page) {
    return within.getByText(text).filter({ visible: true }).first().waitFor();
  }

  async cannotSee(text) {
    if ((await this.page.getByText(text).count()) > 0) throw new Error(`${this.login} sees: ${text}`);
  }

  /** Takes a step that stands among the further ones. */
  async further(name, fillIn) {
    await this.click(this.text("record.more_actions"));
    await this.page.getByRole("menuitem", { name }).click();
    const dialog = this.page.getByRole("dialog", { name });
    await dialog.waitFor();
    await fillIn?.(dialog);
    await this.click(name, dialog);
    await dialog.waitFor({ state: "hidden" });
  }

  /** Waits until the record's state is shown as this, and not only as one whose name holds it. */
  state(label) {
    const whole = new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*$`);
    return this.page.locator(".record-head .sign", { hasText: whole }).first().waitFor();
  }

  /** Takes a step that asks: opens the dialog, fills it, confirms. */
  async step(name, fillIn) {
    await this.click(name);
    const dialog = this.page.getByRole("dialog", { name });
    await dialog.waitFor();
    await fillIn(dialog);
    await this.click(name, dialog);
    await dialog.waitFor({ state: "hidden" });
  }

  async say(form, button, words) {
    const composer = this.page.getByRole("form", { name: form });
    await composer.getByRole("textbox").fill(words);
    await this.click(button, composer);
    await this.seesText(words);
  }

  async leave() {
    if (this.faults.length > 0) throw new Error(`${this.login}: ${this.faults.join("; ")}`);
    await this.page.context().close();
  }
}
