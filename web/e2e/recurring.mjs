// A recurring order made in the page, opened by the clock, its checklist filled and ticked, and how far it is seen in the list.
import assert from "node:assert/strict";
import { Person } from "./person.mjs";
import { processLabels } from "./words.mjs";

export async function recurringOrderIsOpenedAndTicked({ browser, desk, language }) {
  const [duty, task] = ["duty", "task"].map((id) => processLabels(id, language));
  const title = { zh: "每日备份检查", en: "Daily look at the backups" }[language];
  const [first, second] = { zh: ["看备份日志", "试恢复一个文件"], en: ["Read the log", "Restore one file"] }[language];
  const person = await Person.signIn(browser, desk, "rqmanager", { language });
  const { page, text } = person;
  await page.goto(`${desk}/records/duty/new`);
  await person.fill(duty.field("title"), title);
  await person.choose(duty.field("opens"), task.process);
  await person.choose(duty.field("owner"), "苏小雨");
  await person.choose(duty.field("every"), duty.option("every", "day"));
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date());
  const from = page.getByRole("textbox", { name: duty.field("from"), exact: true });
  await from.fill(today);
  await from.press("Enter");
  await person.click(text("field.add_row"));
  const row = page.locator(".table-editor tbody tr").first();
  await person.choose(duty.column("values", "field"), task.field("title"), row);
  await row.getByRole("textbox").fill(`${title} {day}`);

  // The days are there before it is kept.
  const days = page.getByRole("region", { name: text("content.duty_days") });
  await days.getByText(today, { exact: true }).waitFor();
  assert.equal(await days.getByRole("listitem").count(), 10);
  await person.click(text("record.submit"));
  await person.click(duty.transition("put_in_force"));

  // The clock opens it; on the order it stands among what it has opened.
  const opened = page.getByRole("link", { name: `${title} ${today}` });
  await opened.first().waitFor();
  await opened.first().click();
  await page.waitForURL(/records\/task\//);
  await person.click(text("record.add_lines"));
  await page.getByRole("menuitem", { name: text("record.own_line") }).click();
  for (const line of [first, second]) {
    await page.getByRole("textbox", { name: text("record.add_line") }).fill(line);
    await page.keyboard.press("Enter");
    await page.getByRole("checkbox", { name: line, exact: true }).waitFor();
  }
  await page.getByRole("checkbox", { name: first, exact: true }).click();
  await page.getByRole("link", { name: text("record.checked", { progress: "1/2" }) }).waitFor();
  await person.seesText("方悦", page.locator(".checklist li.done"));

  // How far it is is a column of the list.
  await page.goto(`${desk}/records/task`);
  await person.click(text("column.columns"));
  // What is chosen moves up among the columns that are shown.
  const column = { name: task.field("checklist_progress"), exact: true };
  const chosen = page.getByRole("checkbox", column);
  if (!(await chosen.isChecked())) await chosen.click();
  await page.getByRole("checkbox", { ...column, checked: true }).waitFor();
  await page.keyboard.press("Escape");
  const listed = page.locator(".list-body tbody tr", { hasText: `${title} ${today}` }).first();
  await listed.getByText("1/2", { exact: true }).waitFor();
  await person.leave();
}
