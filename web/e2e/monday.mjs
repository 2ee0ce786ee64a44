// A Monday morning without a mouse: what came in over the weekend is looked through, sorted in one go, handed out, answered and put
// on hold; and the way back is always where one was.
import assert from "node:assert/strict";
import { Typist } from "./typist.mjs";

const WORDS = {
  zh: { title: "周末邮件收不到", reply: "已收到，上午处理", note: "周末值班未处理", wait: "请确认网点上班时间" },
  en: {
    title: "Mail did not come over the weekend",
    reply: "We have it and see to it this morning",
    note: "Nobody was on duty",
    wait: "When does the branch open",
  },
};
const CAME_IN = 5;

/** What customers reported while nobody was there. */
const reported = (page, title) =>
  page.evaluate(
    async ({ title, many }) => {
      const headers = { "Content-Type": "application/json", "X-Yuheng": "1" };
      const customer = (await (await fetch("/api/v1/records/customer?limit=1")).json()).items[0].number;
      for (let n = 1; n <= many; n += 1) {
        const body = JSON.stringify({ title: `${title} ${n}`, customer, impact: "low", urgency: "low" });
        const { status } = await fetch("/api/v1/records/incident", { method: "POST", headers, body });
        if (status !== 201) throw new Error(`${status}`);
      }
    },
    { title, many: CAME_IN },
  );

/** By the palette to whatever is called so. */
async function byPalette({ page }, words, open = "Control+k") {
  await page.keyboard.press(open);
  await page.locator(".palette").getByRole("combobox").waitFor();
  await page.keyboard.type(words);
  await page.locator(".palette [aria-selected=true]").filter({ hasText: words }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".palette").waitFor({ state: "detached" });
}

/** Chooses in a list of a dialog by typing. */
async function choose(typist, within, name, sought) {
  const field = within.getByRole("combobox", { name, exact: true });
  await typist.to(field);
  await typist.page.keyboard.type(sought);
  await typist.page.locator(".ant-select-item-option-active").filter({ hasText: sought, visible: true }).waitFor();
  await typist.page.keyboard.press("Enter");
  // A list in which one may choose several stays open.
  if ((await field.getAttribute("aria-expanded")) === "true") await typist.page.keyboard.press("Escape");
}

const at = (page, title) => page.locator("tr.at").filter({ hasText: title }).waitFor();
/** Down the list, until one stands on it. */
async function down(page, title) {
  const row = page.locator("tr.at").filter({ hasText: title });
  for (let press = 0; press <= CAME_IN; press += 1) {
    if ((await row.count()) > 0) return;
    const [was] = await page.locator("tr.at").allTextContents();
    await page.keyboard.press("j");
    await page.waitForFunction((was) => document.querySelector("tr.at")?.textContent !== was, was);
  }
  throw new Error(`j does not lead to ${title}`);
}

const ofCategory = (page, title) =>
  page.evaluate(async (title) => {
    const filter = `record.title.contains("${title}") && record.category == "network"`;
    return (await (await fetch(`/api/v1/records/incident?${new URLSearchParams({ filter })}`)).json()).items.length;
  }, title);

/** Two of what came in get their category together, seen before and taken back after. */
async function sorted(typist, { labels, words }) {
  const { page, text } = typist;
  await page.keyboard.press("j");
  await page.locator("tr.at").waitFor();
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page
    .getByRole("region", { name: text("bulk.bar") })
    .getByText(text("bulk.chosen", { n: 2 }))
    .waitFor();
  await page.keyboard.press("e");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await choose(typist, dialog, text("bulk.which_fields"), labels.field("category"));
  await choose(typist, dialog, labels.field("category"), labels.option("category", "network"));
  await page.keyboard.press("Control+Enter");
  await dialog.getByRole("region", { name: text("bulk.preview") }).waitFor();
  await dialog
    .getByRole("button", { name: text("bulk.do_edit", { n: 2 }) })
    .and(page.locator(":enabled"))
    .waitFor();
  await page.keyboard.press("Enter");
  await dialog.locator(".counts dd").first().filter({ hasText: "2" }).waitFor();
  await dialog.locator(".bulk-progress").waitFor({ state: "detached" });
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "hidden" });
  assert.equal(await ofCategory(page, words.title), 2, "two have their category");
  await typist.press(typist.button(text("bulk.undo")));
  await page.getByText(text("bulk.undone", { n: 2 })).waitFor();
  assert.equal(await ofCategory(page, words.title), 0, "each has what it had");
}

export async function mondayMorning(given) {
  const { desk, labels, language } = given;
  const words = WORDS[language];
  const typist = await Typist.signIn(given, desk, "desk");
  const { page, person, text } = typist;
  // Nothing of it is done by a mouse.
  await page.addInitScript(() => addEventListener("mousedown", () => console.error("a mouse was used"), true));
  await page.reload();
  await reported(page, words.title);

  // To the list, and to what came in.
  await byPalette(typist, { zh: "事件", en: "Incident" }[language]);
  await page.waitForURL(/records\/incident/);
  await page.locator(".list-body tbody tr").first().waitFor();
  await byPalette(typist, text("list.type_filter"));
  await page.keyboard.type(`record.title.contains("${words.title}")`);
  await page.keyboard.press("Enter");
  await page.waitForURL(/filter=/);
  await page.waitForFunction(
    (many) => document.querySelectorAll(".list-body tbody tr:not(.gap)").length === many,
    CAME_IN,
  );
  await page.keyboard.press("Escape");
  await sorted(typist, { labels, words });

  // One is looked at beside the list, opened, handed out, and left again to where one stood.
  await typist.page.locator("#content").focus();
  await down(page, `${words.title} 3`);
  await page.keyboard.press("Space");
  await page.getByRole("complementary").getByText(`${words.title} 3`).first().waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
  await page.waitForURL(/INC\d+/);
  await page.locator(".record-head").waitFor();
  await page.keyboard.press("a");
  const giving = page.getByRole("dialog", { name: labels.transition("assign") });
  await giving.waitFor();
  await choose(typist, giving, labels.field("assignee"), "秦朗");
  await typist.press(typist.button(labels.transition("assign"), giving));
  await person.state(labels.state("assigned"));
  await page.keyboard.press("r");
  await page.keyboard.type(words.reply);
  await page.keyboard.press("Control+Enter");
  await person.seesText(words.reply);
  await page.keyboard.press("m");
  await page.keyboard.type(words.note);
  await page.keyboard.press("Control+Enter");
  await person.seesText(words.note);
  await page.keyboard.press("Escape");
  await page.goBack();
  await at(page, `${words.title} 3`);

  // The next one is put off without leaving the list.
  await page.keyboard.press("k");
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: text("frame.keys") }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: text("frame.keys") }).waitFor({ state: "hidden" });
  await byPalette(typist, labels.transition("cancel"), ".");
  const dialog = page.getByRole("dialog", { name: labels.transition("cancel") });
  await dialog.waitFor();
  await page.waitForFunction(() => document.activeElement.closest("[role=dialog] .dialog-form"));
  await page.keyboard.type(words.wait);
  await typist.press(typist.button(labels.transition("cancel"), dialog));
  await dialog.waitFor({ state: "hidden" });
  // It has left the list of open work: the next key leads to its neighbour.
  await page.keyboard.press("j");
  await page.locator("tr.at").waitFor();
  await person.leave();
}
