// Somebody at a browser who has no mouse: keys lead to every control, and every step is taken by them.
import assert from "node:assert/strict";
import { PASSWORD, Person } from "./person.mjs";

/** So many presses of Tab lead to anything on a page. */
const AT_MOST = 120;

/** Somebody who only has keys. */
export class Typist {
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
    await page.keyboard.type(PASSWORD);
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
