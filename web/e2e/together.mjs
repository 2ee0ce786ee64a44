// Two people on one record: what one does the other sees, files, relations, conflicts, keys, void.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Person } from "./person.mjs";

const FILE = { name: "日志 log.txt", mimeType: "text/plain", buffer: Buffer.from("一行\n") };

/** Opens a record by the API, as the person who is signed in. */
async function opened(person, process, fields) {
  return person.page.evaluate(
    async ([process, fields]) => {
      const headers = { "content-type": "application/json", "x-yuheng": "1", "idempotency-key": String(Math.random()) };
      const answer = await fetch(`/api/v1/records/${process}`, {
        method: "POST",
        headers,
        body: JSON.stringify(fields),
      });
      return (await answer.json()).number;
    },
    [process, fields],
  );
}

async function files(agent) {
  const { page, text } = agent;
  await page.locator('.pane-context input[type="file"]').setInputFiles(FILE);
  await agent.sees("link", FILE.name);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: FILE.name }).click(),
  ]);
  assert.deepEqual(readFileSync(await download.path()), FILE.buffer);
  for (const [kind, name] of [
    ["drop", "dropped.txt"],
    ["paste", "pasted.txt"],
  ]) {
    await page.evaluate(
      ([kind, name]) => {
        const data = new DataTransfer();
        data.items.add(new File(["x"], name, { type: "text/plain" }));
        const given = { bubbles: true, cancelable: true };
        const event =
          kind === "drop"
            ? new DragEvent("drop", { ...given, dataTransfer: data })
            : new ClipboardEvent("paste", { ...given, clipboardData: data });
        document.querySelector(".pane-record").dispatchEvent(event);
      },
      [kind, name],
    );
    await agent.seesText(text("record.attach_which", { names: name }));
    await agent.click(text("record.attach_internal"));
    await agent.sees("link", name);
  }
}

async function relations(agent, other) {
  const { page, text } = agent;
  await agent.click(text("record.relate"));
  await agent.choose(text("record.relation_target"), other);
  await page
    .locator(".relate-form")
    .getByRole("button", { name: text("record.relate"), exact: true })
    .click();
  await page
    .getByRole("link", { name: new RegExp(other) })
    .first()
    .waitFor();
}

/** Both edit the title; the second sees both values and keeps its own. */
async function conflict(one, two, labels) {
  const edit = one.text("record.edit", { field: labels.field("title") });
  await one.click(edit);
  await two.click(edit);
  const box = (person) => person.page.locator(".record-head .editor").getByRole("textbox");
  await box(one).fill("A");
  await one.page
    .locator(".editor")
    .getByRole("button", { name: one.text("record.save"), exact: true })
    .click();
  await one.sees("heading", "A");
  await box(two).fill("B");
  await two.page
    .locator(".editor")
    .getByRole("button", { name: two.text("record.save"), exact: true })
    .click();
  await two.seesText(two.text("record.conflict"));
  await two.seesText("A", two.page.locator(".conflict"));
  await two.click(two.text("record.keep_mine"));
  await two.sees("heading", "B");
  await one.sees("heading", "B");
}

/** Each is seen to come, to write and to cease, and nothing moves for it. */
async function presence(one, two) {
  const told = (person, key) => person.page.locator(".present.at-head", { hasText: person.text(key, { names: "" }) });
  const edge = () => one.page.locator(".field-sheet").first().boundingBox();
  const before = await edge();
  await told(one, "presence.here").waitFor();
  await told(two, "presence.here").waitFor();
  const note = two.page.locator(".composer.internal textarea");
  await note.fill("…");
  await told(one, "presence.writing").waitFor();
  await one.page.locator(".present.at-composer").waitFor();
  assert.deepEqual(await edge(), before);
  await note.fill("");
  await told(one, "presence.here").waitFor();
  await one.page.locator(".present.at-composer").waitFor({ state: "detached" });
}

async function keys(agent, number) {
  const { page, text } = agent;
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: text("frame.keys") }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: text("frame.keys") }).waitFor({ state: "hidden" });
  await page.keyboard.press("r");
  await page.locator(".composer.public textarea:focus").waitFor();
  await page.keyboard.type("via r");
  await page.keyboard.press("Control+Enter");
  await agent.seesText("via r", page.getByRole("region", { name: text("record.timeline") }));
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("m");
  await page.locator(".composer.internal textarea:focus").waitFor();
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("e");
  await page.locator(".record-head .editor").waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".record-head .editor").waitFor({ state: "hidden" });
  await page.goto(new URL("/records/incident", page.url()).href);
  await page.locator("table.records tbody tr").first().waitFor();
  await page.keyboard.press("j");
  await page.locator("table.records tr.at").waitFor();
  await page.keyboard.press("Enter");
  await agent.sees("article");
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("n");
  await agent.sees("button", text("record.submit"));
  await page.evaluate(() => document.activeElement.blur());
  await agent.find(number);
}

export async function together({ browser, desk, portal, language, labels }) {
  const one = await Person.signIn(browser, desk, "desk", { language });
  const two = await Person.signIn(browser, portal, "imanager", { language });
  const customer = "CUS0000001";
  const number = await opened(one, "incident", { title: "One", customer });
  const other = await opened(one, "incident", { title: "Other", customer });
  await one.find(number);
  await two.find(number);
  await presence(one, two);
  await one.say(one.text("record.note"), one.text("record.save_note"), "seen at once");
  await two.seesText("seen at once");
  await conflict(one, two, labels);
  await files(one);
  await two.sees("link", FILE.name);
  await relations(one, other);
  await keys(one, number);
  await two.further(labels.void, (dialog) => two.fill(new RegExp(two.text("record.reason")), "twice", dialog));
  await one.seesText(one.text("record.voided", { reason: "twice" }));
  await two.page.goto(portal);
  await one.page.locator(".present.at-head:empty").waitFor({ state: "attached" });
  await one.leave();
  await two.leave();
}
