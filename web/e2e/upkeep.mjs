// The installation's health as an administrator reads it: a backup and a verification asked for and followed to their end.
import assert from "node:assert/strict";
import { isAccessible } from "./axe.mjs";
import { Person } from "./person.mjs";

/** Only administrators are led there; what they ask for is done, and stands there afterwards. */
export async function healthLookedAfter({ browser, desk, language }) {
  const other = await Person.signIn(browser, desk, "engineer", { language });
  const led = other.page.getByRole("navigation").getByRole("link", { name: other.text("upkeep.title") });
  assert.equal(await led.count(), 0);
  await other.leave();
  const person = await Person.signIn(browser, desk, "admin", { language });
  const { page, text } = person;
  await page
    .getByRole("navigation")
    .getByRole("link", { name: text("upkeep.title") })
    .click();
  await page.getByRole("heading", { level: 1, name: text("upkeep.title") }).waitFor();
  await isAccessible(page, "the installation's health");
  await person.click(text("upkeep.back_up"));
  const archives = page.getByRole("region", { name: text("upkeep.archives") });
  await archives
    .getByText(/yuheng-\d{8}T\d{6}Z.*\.tar/)
    .first()
    .waitFor();
  const atWork = page.getByRole("status");
  await atWork.first().waitFor({ state: "detached" });
  await person.click(text("upkeep.verify"));
  await atWork.first().waitFor();
  await atWork.first().waitFor({ state: "detached" });
  await isAccessible(page, "the installation's health after a backup");
  await person.leave();
}
