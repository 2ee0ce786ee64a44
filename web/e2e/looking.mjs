// Looking at Yuheng as somebody else sees it: begun at a person's record, seen on every page, ended where it began; and being away.
import assert from "node:assert/strict";
import { isAccessible } from "./axe.mjs";
import { Person } from "./person.mjs";

async function personNamed(person, desk, name) {
  const { page } = person;
  const filter = encodeURIComponent(`record.name == "${name}"`);
  const answer = await page.request.get(`${desk}/api/v1/records/person?filter=${filter}`);
  return (await answer.json()).items[0].number;
}

/** An administrator looks as an engineer does: menus and lists are the engineer's, nothing can be changed, and it ends. */
export async function lookedAs({ browser, desk, language, phone = false }) {
  const person = await Person.signIn(browser, desk, "admin", { language, phone });
  const { page, text } = person;
  const number = await personNamed(person, desk, "王磊");
  await page.goto(`${desk}/records/person/${number}`);
  const more = page.getByRole("button", { name: text("record.more_actions") });
  const begin = page.getByRole("button", { name: text("viewing.begin_as"), exact: true });
  await more.or(begin).first().waitFor();
  if (await begin.count()) await begin.click();
  else {
    await more.click();
    await page.getByRole("menuitem", { name: text("viewing.begin_as") }).click();
  }
  await person.click(text("viewing.begin"));
  const bar = page.locator(".viewing-bar");
  await bar.getByText("王磊").waitFor();
  await bar.getByText(text("viewing.limits")).waitFor();
  await page.getByRole("button", { name: text("frame.account_of").replace("{name}", "王磊") }).waitFor();
  await isAccessible(page, "looking as somebody");
  // Over a reload, on another page; in another tab one is oneself.
  await page.goto(`${desk}/records/incident`);
  await bar.waitFor();
  const other = await page.context().newPage();
  await other.goto(desk);
  await other.getByRole("button", { name: text("frame.account_of") }).waitFor();
  assert.equal(await other.locator(".viewing-bar").count(), 0);
  await other.close();
  await page.goto(`${desk}/account`);
  await person.seesText(text("viewing.own_only"));
  await person.click(text("viewing.end"));
  await bar.waitFor({ state: "detached" });
  await page.waitForURL(`**/records/person/${number}`);
  await person.leave();
}

/** Whoever goes away says who stands in, and colleagues see it. */
export async function wentAway({ browser, desk, language }) {
  const person = await Person.signIn(browser, desk, "engineer", { language });
  const { page, text } = person;
  await page.goto(`${desk}/account/away`);
  await page.getByRole("heading", { level: 1, name: text("away.title") }).waitFor();
  const days = language === "zh" ? ["2031-01-05", "2031-01-09"] : ["2031-02-05", "2031-02-09"];
  await person.choose(text("away.deputy"), "秦朗");
  for (const [index, field] of ["away.from", "away.last"].entries()) {
    const box = page.getByRole("textbox", { name: text(field), exact: true });
    await box.fill(days[index]);
    await page.keyboard.press("Enter");
  }
  await isAccessible(page, "being away");
  await person.click(text("away.set"));
  const row = page.getByRole("listitem").filter({ hasText: days[0] });
  const end = row.getByRole("button", { name: language === "zh" ? "提前结束" : "End early" });
  await end.click();
  await end.waitFor({ state: "detached" });
  await person.leave();
}
