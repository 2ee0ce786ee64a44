// A record on paper: the form's PDF holds number, version, pages, how widely it may go round, and who signs; internal
// notes only where they were asked for, and never for a customer.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { Person } from "./person.mjs";
import { proof } from "./proof.mjs";

/** The text of the page as it goes on paper. */
async function onPaper({ page }) {
  const pdf = await page.pdf({ preferCSSPageSize: true });
  return execFileSync("pdftotext", ["-layout", "-", "-"], { input: pdf, encoding: "utf8" });
}

/** Opens a record, asks for its form, and waits until all of it is there. */
async function formOf(person, url, number, side) {
  const { page, text } = person;
  await page.goto(`${url}/records/incident/${number}`);
  if (!side) {
    await page.getByText(text("portal.reported")).click();
    await person.click(text("record.print"));
  } else {
    await person.click(text("record.print"));
    const dialog = page.getByRole("dialog", { name: text("record.print") });
    await dialog.getByRole("radio", { name: new RegExp(text(`print.${side}`)) }).check();
    await person.click(text("record.print"), dialog);
    await dialog.waitFor({ state: "hidden" });
  }
  await page.waitForFunction(() => globalThis.printed === true);
  const paper = await onPaper(person);
  await page.locator(".paper").waitFor({ state: "detached" });
  return paper;
}

function holds(paper, words, place) {
  const flat = paper.replace(/\s+/g, " ");
  for (const word of words) assert.ok(flat.includes(word), `${place} lacks ${word}:\n${paper}`);
}

/** The browser's dialog would wait for somebody: that it is asked for is enough. */
const stub = (context) =>
  context.addInitScript(() => {
    globalThis.printed = false;
    globalThis.print = () => {
      globalThis.printed = true;
    };
  });

export async function printed({ browser, desk, language }) {
  const agent = await Person.signIn(browser, desk, "desk", { language });
  const { page, text } = agent;
  await stub(page.context());
  const number = "INC0000003";
  await page.goto(`${desk}/records/incident/${number}`);
  await agent.say(text("record.note"), text("record.save_note"), "SECRET-NOTE");
  const { version } = await page.evaluate(
    async (number) => (await fetch(`/api/v1/records/incident/${number}`)).json(),
    number,
  );
  const head = [text("print.number_version", { number, version })];
  const signs = ["sign_made", "sign_checked", "sign_approved", "date"].map((word) => text(`print.${word}`));
  const first = { zh: /第 1 页，共 \d+ 页/, en: /Page 1 of \d+/ }[language];
  const internal = await formOf(agent, desk, number, "internal");
  holds(internal, [...head, text("print.class_internal"), "SECRET-NOTE"], "with notes");
  await proof("where it is signed", () => holds(internal, signs, "with notes"));
  assert.match(internal, first);
  const open = await formOf(agent, desk, number, "public");
  holds(open, [...head, ...signs], "without notes");
  assert.ok(!open.includes("SECRET-NOTE"), "internal notes on a customer's paper");
  await agent.leave();
  const customer = await Person.signIn(browser, desk, "yunling", { language, phone: true });
  await stub(customer.page.context());
  const theirs = await formOf(customer, desk, number);
  holds(theirs, [...head, ...signs], "a customer's");
  assert.ok(!theirs.includes("SECRET-NOTE"), "internal notes on a customer's paper");
  await customer.leave();
}
