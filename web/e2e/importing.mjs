// A long import that is broken off: the tab is closed in the middle, and it goes on without opening anything twice.
import assert from "node:assert/strict";
import { Person } from "./person.mjs";
import { processLabels } from "./words.mjs";

/** More rows than one part has. */
const ROWS = 450;

export async function goneOnWith({ browser, desk, language }) {
  const labels = processLabels("incident", language);
  const person = await Person.signIn(browser, desk, "desk", { language });
  const { page, text } = person;
  const word = `Broken off ${Date.now()}`;
  const rows = Array.from({ length: ROWS }, (_, n) => `${word} ${n},CUS0000001`);
  const buffer = Buffer.from([`${labels.field("title")},${labels.field("customer")}`, ...rows].join("\n"));
  const address = `${desk}/records/incident/import`;
  await page.goto(address);
  await page.locator('input[type="file"]').setInputFiles({ name: "long.csv", mimeType: "text/csv", buffer });
  await person.click(text("import.open", { n: ROWS }));
  await person.seesText(text("import.row_of", { done: 200, of: ROWS }));
  // It is closed with a part on its way: whether that is done or not, nobody knows.
  await page.close();
  const again = await page.context().newPage();
  await again.goto(address);
  const left = again.getByRole("region", { name: text("import.left") });
  await left.getByText("long.csv").waitFor();
  await left.getByRole("button", { name: text("import.go_on") }).click();
  const result = again.getByRole("region", { name: text("import.result") });
  await again.getByRole("link", { name: text("import.to_list", { process: labels.process }) }).waitFor();
  assert.equal(await left.count(), 0);
  const counts = await result.locator(".counts dd").allTextContents();
  const [all, opened, faulty, already] = counts.map(Number);
  assert.deepEqual([all, faulty, opened + already], [ROWS, 0, ROWS]);
  assert.ok(already >= 200, `${already} had been opened before`);
  const filter = encodeURIComponent(`record.title.contains("${word}")`);
  const listed = await again.request.get(`${desk}/api/v1/records/incident?limit=1&total=1&filter=${filter}`);
  assert.equal((await listed.json()).total, ROWS);
  await again.close();
  await person.leave();
}
