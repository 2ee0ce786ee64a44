// The palette and the keys: from anywhere to anything without a mouse, and without losing what is being written.
import assert from "node:assert/strict";
import { isAccessible } from "./axe.mjs";
import { Person } from "./person.mjs";
import { proof } from "./proof.mjs";
import { watchShifts } from "./steady.mjs";

/** How soon the palette is to stand there after its key, in frames. */
const FRAMES_MOST = 2;

const box = (page) => page.locator(".palette").getByRole("combobox");
const option = (page, name) => page.locator(".palette").getByRole("option", { name });
/** Waits until it stands out. */
const standsOut = (page, words) => page.locator(".palette [aria-selected=true]").filter({ hasText: words }).waitFor();
const isGone = (page) => page.locator(".palette").waitFor({ state: "detached" });

async function at(page, process, filter) {
  const number = await page.evaluate(
    async ([process, query]) => (await (await fetch(`/api/v1/records/${process}?${query}`)).json()).items[0].number,
    [process, new URLSearchParams({ limit: "1", filter }).toString()],
  );
  return number;
}

async function opens(person, desk, filter) {
  const number = await at(person.page, "incident", filter);
  await person.page.goto(`${desk}/records/incident/${number}`);
  await person.page.locator(".record-head").waitFor();
  await person.page.locator(".composer.internal textarea").waitFor();
  return number;
}

const OPEN = 'record.state == "in_progress" && has(record.assignee)';

/** While one writes: away to another record by its number, and back by what was chosen last. */
export async function paletteLeadsAnywhere({ browser, desk, language }) {
  const person = await Person.signIn(browser, desk, "desk", { language });
  const { page, text } = person;
  await page.addInitScript(watchShifts);
  const number = await opens(person, desk, OPEN);
  const note = page.locator(".composer.internal textarea");
  await page.waitForLoadState("networkidle");
  // What another visit has left there is none of this one's.
  await note.fill("");
  await page.locator("#content").focus();
  await page.keyboard.press("m");
  await page.keyboard.type("half ");
  await proof("the palette comes by its key", async () => {
    await page.keyboard.press("Control+k");
    await box(page).waitFor();
  });
  await isAccessible(page, `the palette in ${language}`);
  await page.keyboard.press("Escape");
  await isGone(page);
  await page.keyboard.type("a word");
  assert.equal(await note.inputValue(), "half a word", "the focus is where it was");

  await page.keyboard.press("Control+k");
  await page.keyboard.type(text("frame.clauses").toLowerCase());
  await standsOut(page, text("frame.clauses"));
  await page.keyboard.press("Enter");
  await person.sees("heading", text("frame.clauses"));
  await page.keyboard.press("Control+k");
  await standsOut(page, text("frame.clauses"));
  await page.keyboard.type(number.toLowerCase().replace(/0+/, ""));
  await standsOut(page, number);
  await option(page, new RegExp(number)).locator(".sign").waitFor();
  const shifts = await page.evaluate(() => globalThis.shifts.filter(({ what }) => what.includes("palette")));
  assert.deepEqual(shifts, [], "nothing in it moves by itself");
  await page.keyboard.press("Enter");
  await page.getByRole("article", { name: new RegExp(number) }).waitFor();
  assert.equal(await note.inputValue(), "half a word", "what is written is there still");
  await person.leave();
}

/** The steps of a record: by the palette, by `.`, by `a`; the same dialogs, and Esc leads back. */
export async function keysActOnARecord({ browser, desk, language, labels }) {
  const person = await Person.signIn(browser, desk, "desk", { language });
  const { page, text } = person;
  const number = await opens(person, desk, OPEN);
  await page.waitForLoadState("networkidle");
  const reassign = labels.transition("reassign");
  await proof("one key hands it to somebody", async () => {
    await page.keyboard.press("a");
    await page.getByRole("dialog", { name: reassign }).waitFor();
  });
  await page.waitForFunction(() => document.activeElement.closest("[role=dialog] .dialog-form"));
  await page.keyboard.press("Control+k");
  await page.keyboard.type("x");
  assert.equal(await box(page).inputValue(), "x", "over a dialog it has the keys");
  await page.keyboard.press("Escape");
  await isGone(page);
  await page.waitForFunction(() => document.activeElement.closest("[role=dialog] .dialog-form"));
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: reassign }).waitFor({ state: "detached" });
  await page.keyboard.press(".");
  await page.getByRole("dialog", { name: text("palette.title_of", { number }) }).waitFor();
  await page.keyboard.type(labels.transition("hold"));
  await standsOut(page, labels.transition("hold"));
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: labels.transition("hold") });
  await dialog.waitFor();
  await page.waitForFunction(() => document.activeElement.closest("[role=dialog] .dialog-form"));
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });

  // A list: the record stood on, without leaving the list.
  await page.goto(`${desk}/records/incident?filter=${encodeURIComponent(`record.number == "${number}"`)}`);
  await page.getByRole("link", { name: number, exact: true }).waitFor();
  await proof("in a list one stands on a record", async () => {
    await page.keyboard.press("j");
    await page.keyboard.press(".");
    await option(page, reassign).waitFor();
  });
  await page.keyboard.type(reassign);
  await standsOut(page, reassign);
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: reassign }).waitFor();
  await page.locator(".list-body").waitFor();
  await page.keyboard.press("Escape");

  // The sheet says the same.
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: text("frame.keys") });
  await person.seesText(text("frame.key_preview"), sheet);
  await person.seesText(text("palette.further"), sheet);
  await isAccessible(page, `the sheet of keys in ${language}`);
  await person.leave();
}

/** People are found by how they sound; whoever has a phone opens it by its button, and nothing is wider than that. */
export async function peopleByTheirSound({ browser, desk, language }) {
  const person = await Person.signIn(browser, desk, "desk", { language, phone: true });
  const { page, text } = person;
  await person.click(text("palette.title"));
  await box(page).fill("linjia");
  await option(page, /林嘉宁/).waitFor();
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(over, 0);
  await option(page, /林嘉宁/).click();
  await person.sees("heading", "林嘉宁");
  await person.leave();
}

/** Fetched ahead, it is there within a frame or two of its key. */
export async function paletteIsThereAtOnce({ browser, desk, language }) {
  const person = await Person.signIn(browser, desk, "desk", { language });
  const { page } = person;
  await page.waitForFunction(() =>
    performance.getEntriesByType("resource").some(({ name }) => /Palette-.*\.js/.test(name)),
  );
  await page.waitForLoadState("networkidle");
  const frames = await page.evaluate(
    () =>
      new Promise((done) => {
        let frames = 0;
        const look = () => {
          frames += 1;
          if (document.activeElement?.closest(".palette") || frames > 60) done(frames);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
        document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "k", ctrlKey: true, bubbles: true }));
      }),
  );
  assert.ok(frames <= FRAMES_MOST, `there after ${frames} frames`);
  await person.leave();
}
