// Views of a list: kept, chosen, shared with a colleague, changed, retired.
import assert from "node:assert/strict";
import { Person } from "./person.mjs";
import { processLabels } from "./words.mjs";

export async function viewsAreKept({ browser, desk, language }) {
  const { transition } = processLabels("saved_view", language);
  const incident = processLabels("incident", language);
  const title = { zh: "高影响的未结事件", en: "Open with high impact" }[language];
  const person = await Person.signIn(browser, desk, "desk", { language });
  const { page, text } = person;
  await page.goto(`${desk}/records/incident`);
  await page.locator(".list-body tbody tr").first().waitFor();
  await person.click(text("list.add_condition"));
  await person.choose(text("list.field"), incident.field("impact"));
  await person.choose(incident.field("impact"), incident.option("impact", "high"));
  await person.click(text("list.apply"));
  await person.click(text("view.views"));
  await person.click(text("view.keep_as"));
  await page
    .getByRole("dialog", { name: text("view.keep_as") })
    .getByRole("textbox")
    .fill(title);
  await page.keyboard.press("Enter");
  const button = page.locator(".views-button.chosen", { hasText: title });
  await button.waitFor();
  const link = page.url();

  // A colleague of the department has it once it is shared, by its name and by its link.
  const colleague = await Person.signIn(browser, desk, "desk2", { language });
  await colleague.page.goto(link);
  await colleague.seesText(text("view.missing", { view: text("list.view_open") }));
  await button.click();
  await person.click(transition("share_with_department"));
  await person.sees("button", transition("keep_to_oneself"));
  await page.keyboard.press("Escape");
  await colleague.page.goto(`${desk}/records/incident`);
  await colleague.click(text("view.views"));
  await colleague.page.locator(".view-list li button", { hasText: title }).click();
  await colleague.page.locator(".views-button.chosen", { hasText: title }).waitFor();
  const asked = new URL(colleague.page.url());
  assert.equal(asked.searchParams.get("view"), new URL(link).searchParams.get("view"));
  await colleague.sees("button", text("list.remove_condition"));

  // It is retired, and the list goes on.
  await button.click();
  await person.click(transition("retire"));
  await person.seesText(text("view.gone", { view: text("list.view_open") }));
  await person.leave();
  await colleague.leave();
}
