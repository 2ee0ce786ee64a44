// An approval in five steps from asking to granted: somebody is added, a deputy stands in, each sees where it stands; and its paper.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { isAccessible } from "./axe.mjs";
import { Person } from "./person.mjs";
import { pictured } from "./pictured.mjs";

const OVERLAY = resolve(import.meta.dirname, "../../acceptance/tests/it/contract_review.toml");
const PROCESS = "contract_review";

/** Asks the server as this person, on the version as it is now where the body is about one record. */
const ask = ({ page }, method, path, body, on) =>
  page.evaluate(
    async ({ method, path, body, on }) => {
      const headers = { "Content-Type": "application/json", "X-Yuheng": "1" };
      if (on) headers["If-Match"] = `"${(await (await fetch(`/api/v1${on}`)).json()).version}"`;
      const answer = await fetch(`/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    },
    { method, path, body, on },
  );

const go = (person, at, transition) => ask(person, "POST", `${at}/transitions/${transition}`, {}, at);

async function vote(person, at) {
  const { approvals } = await ask(person, "GET", at);
  return ask(person, "POST", `${at}/approvals/${approvals.at(-1).id}/votes`, { agrees: true, opinion: "OK" }, at);
}

/** Somebody signs in, does it, and leaves. */
async function as({ browser, desk, language }, login, act) {
  const person = await Person.signIn(browser, desk, login, { language });
  const done = await act(person);
  await person.leave();
  return done;
}

/** Brings the process into force, unless it is. */
async function bringIn(places) {
  const isThere = (person) => person.page.evaluate(async (id) => (await fetch(`/api/v1/records/${id}`)).ok, PROCESS);
  await as(places, "admin", async (admin) => {
    admin.understood = /status of (401|404|412)/;
    if (await isThere(admin)) return;
    const today = new Date().toISOString().slice(0, 10);
    const text = readFileSync(OVERLAY, "utf8");
    const fields = { title: "合同评审", reason: "合同管理制度", in_force_from: today, text };
    const { number } = await ask(admin, "POST", "/records/overlay", fields);
    const at = `/records/overlay/${number}`;
    await go(admin, at, "submit");
    await go(admin, at, "approve");
    await as(places, "representative", (representative) => vote(representative, at));
    for (let waited = 0; !(await isThere(admin)); waited += 1) {
      assert.ok(waited < 180, "it comes into force");
      await admin.page.waitForTimeout(1000);
    }
  });
}

const stepsOf = ({ page, text }) =>
  page.getByRole("region", { name: text("record.approvals") }).locator(".approval-steps > li");

export async function aContractIsReviewed(places) {
  const { browser, desk, language } = places;
  await bringIn(places);
  const title = { zh: "云岭银行续约合同", en: "Renewal of the bank's contract" }[language];
  const at = await as(places, "slmanager", async (seller) => {
    const { number } = await ask(seller, "POST", `/records/${PROCESS}`, { title });
    await go(seller, `/records/${PROCESS}/${number}`, "review");
    return `/records/${PROCESS}/${number}`;
  });

  // Somebody who knows the matter agrees before.
  const keeper = await Person.signIn(browser, desk, "dmanager", { language });
  const { page, text } = keeper;
  await page.goto(`${desk}${at}`);
  await stepsOf(keeper).nth(4).waitFor();
  assert.equal(await stepsOf(keeper).count(), 5, "five steps");
  await isAccessible(page, "an approval in steps");
  await pictured(page, `${language}-asked`);
  const add = { zh: "加签", en: "Add a signature" }[language];
  await keeper.click(add);
  const dialog = page.getByRole("dialog", { name: add });
  await keeper.choose(text("approval.person"), "王磊", dialog);
  await keeper.fill(text("approval.reason"), { zh: "请先核对接入条件", en: "You know the access" }[language], dialog);
  await isAccessible(page, "the dialog that adds somebody");
  await pictured(page, `${language}-adding`);
  await keeper.click(add, dialog);
  await dialog.waitFor({ state: "hidden" });
  await stepsOf(keeper).first().getByText("王磊").waitFor();

  await as(places, "engineer", async (engineer) => {
    await engineer.page.goto(`${desk}${at}`);
    await engineer.click(engineer.text("record.agree"));
    await stepsOf(engineer).first().locator(".vote.agreed").waitFor();
  });
  await page.reload();
  await keeper.fill(new RegExp(text("record.opinion").slice(0, 4)), { zh: "条款齐备", en: "Complete" }[language]);
  await keeper.click(text("record.agree"));
  await stepsOf(keeper).nth(1).and(page.locator(".now")).waitFor();
  await keeper.leave();

  await as(places, "amanager", (auditing) => vote(auditing, at));
  // A deputy of the day stands in: on a phone.
  const deputy = await Person.signIn(browser, desk, "pmanager", { language, phone: true });
  await deputy.page.goto(`${desk}${at}`);
  await deputy.page.getByRole("button", { name: deputy.text("record.agree"), exact: true }).waitFor();
  await pictured(deputy.page, `${language}-deputy-phone`);
  await deputy.click(deputy.text("record.agree"));
  await deputy.page.locator(".vote-asked").waitFor({ state: "detached" });
  const { name: stoodIn } = await ask(deputy, "GET", "/me");
  await deputy.leave();
  for (const login of ["bgmanager", "brmanager", "secmanager", "rqmanager"]) {
    await as(places, login, (voter) => vote(voter, at));
  }

  const representative = await Person.signIn(browser, desk, "representative", { language });
  await stub(representative.page.context());
  await representative.page.goto(`${desk}${at}`);
  await stepsOf(representative).nth(4).waitFor();
  await pictured(representative.page, `${language}-last`);
  await representative.click(representative.text("record.agree"));
  await stepsOf(representative).and(representative.page.locator(".done")).nth(4).waitFor();
  await pictured(representative.page, `${language}-granted`);
  const paper = await onPaper(representative);
  const label = (zh, en) => ({ zh, en })[language];
  const words = ["王磊", label("签批", "Signature"), label("部门会签", "Departments")];
  const flat = paper.replace(/\s+/g, " ");
  for (const word of words) assert.ok(flat.includes(word), `the paper lacks ${word}:\n${paper}`);
  // Cells are broken into lines: who stood in is told by name, and by the word.
  const standsIn = { zh: "代行", en: "deputy" }[language];
  for (const word of [stoodIn, standsIn]) assert.ok(flat.includes(word), `the paper lacks ${word}:\n${paper}`);
  await representative.leave();
}

/** The browser's dialog would wait for somebody: that it is asked for is enough. */
const stub = (context) =>
  context.addInitScript(() => {
    globalThis.printed = false;
    globalThis.print = () => {
      globalThis.printed = true;
    };
  });

/** The text of the form, with our own notes. */
async function onPaper(person) {
  const { page, text } = person;
  await person.click(text("record.print"));
  const dialog = page.getByRole("dialog", { name: text("record.print") });
  await dialog.getByRole("radio", { name: new RegExp(text("print.internal")) }).check();
  await person.click(text("record.print"), dialog);
  await page.waitForFunction(() => globalThis.printed === true);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  return execFileSync("pdftotext", ["-layout", "-", "-"], { input: pdf, encoding: "utf8" });
}
