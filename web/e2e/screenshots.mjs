// Pictures of every page, to be looked at: each account, both languages, desk and phone, light and dark. They are
// written to the folder that is given; further words keep those whose name has them all: `screenshots DIR desk- zh phone`.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { launch, Person } from "./person.mjs";
import { startProgram } from "./program.mjs";

const [folder = "screenshots", ...words] = process.argv.slice(2);

const LIST = `/records/incident?view=all&sort=-updated_at&filter=${encodeURIComponent('record.category != "other"')}`;
const OF_ALL = {
  home: "/",
  list: LIST,
  search: "/search?q=VPN",
  account: "/account",
  missing: "/records/incident/INC9999999",
};
const OF_STAFF = {
  objectives: "/objectives",
  objective: "/objectives/incident_response",
  objective_left_out: "/objectives/incident_response?part=left_out",
  clauses: "/clauses?standard=iso20000-1-2011&clause=8.1",
  document: "/records/document/DOC0000002",
  documents: "/records/document",
  overlay: "/records/overlay/new",
  import: "/records/incident/import",
  person: "/records/person/PER0000030",
};

/** What a page shows once something is pressed. */
const PRESSED = {
  why_deadline: (person) => person.page.getByRole("button", { name: person.text("record.why_deadline") }),
  why_not: (person) => person.page.locator(".actions .denied"),
  more_actions: (person) => person.page.getByRole("button", { name: person.text("record.more_actions") }),
  step: (person) => person.page.locator(".actions .ant-btn-primary"),
};

const staff = (record) => ({ places: { ...OF_ALL, ...OF_STAFF, create: "/records/incident/new" }, record });
const ACCOUNTS = {
  desk: staff("INC0000005"),
  engineer: staff("INC0000003"),
  auditor: staff("INC0000001"),
  admin: { ...staff("INC0000002"), places: { ...staff().places, health: "/settings/health" } },
  yunling: { places: { ...OF_ALL, create: "/records/incident/new" }, record: "INC0000003" },
};

const wanted = (name) => words.every((word) => name.includes(word));

async function settled(page) {
  await page.locator("h1, .trouble").first().waitFor();
  await page.waitForLoadState("networkidle");
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
}

/** Takes one picture: what can be seen at once at a desk, all that one scrolls through on a phone. */
async function picture({ page }, name, phone) {
  const { width, height } = page.viewportSize();
  const hidden = await page.evaluate(() => {
    const content = document.querySelector(".content");
    return content ? content.scrollHeight - content.clientHeight : 0;
  });
  if (phone) await page.setViewportSize({ width, height: height + hidden });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: phone, animations: "disabled" });
  await page.setViewportSize({ width, height });
  const over = await page.evaluate(() => {
    const wide = [document.documentElement, ...document.querySelectorAll(".content, .ant-popover")];
    return Math.max(...wide.map((one) => one.scrollWidth - one.clientWidth));
  });
  if (over > 0) console.log(`${name}: ${over} px wider than the window`);
}

async function pressed(person, prefix, phone) {
  for (const [name, find] of Object.entries(PRESSED)) {
    const control = find(person).first();
    if (!wanted(`${prefix}-${name}`) || (await control.count()) === 0) continue;
    await control.click();
    await person.page.waitForLoadState("networkidle");
    await picture(person, `${prefix}-${name}`, phone);
    await person.page.keyboard.press("Escape");
    await person.page.mouse.click(1, 1);
  }
}

const prefixOf = ({ login, language, phone }) => `${login}-${language}-${phone ? "phone" : "wide"}`;

/** What the pictures of one account are called, whether or not each can be taken. */
function namesOf(given) {
  const pages = [...Object.keys(ACCOUNTS[given.login].places), "record", ...Object.keys(PRESSED)];
  const names = ["light", "dark"].flatMap((scheme) => pages.map((page) => `${prefixOf(given)}-${scheme}-${page}`));
  return [...names, `${prefixOf(given)}-print`];
}

async function lookAround(browser, url, given) {
  const { login, phone } = given;
  const { places, record } = ACCOUNTS[login];
  const person = await Person.signIn(browser, url, login, given);
  const open = async (place) => {
    await person.page.goto(url + place);
    await settled(person.page);
  };
  for (const scheme of ["light", "dark"]) {
    const prefix = `${prefixOf(given)}-${scheme}`;
    await person.page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    for (const [name, place] of Object.entries(places)) {
      if (!wanted(`${prefix}-${name}`)) continue;
      await open(place);
      await picture(person, `${prefix}-${name}`, phone);
    }
    if (!["record", ...Object.keys(PRESSED)].some((name) => wanted(`${prefix}-${name}`))) continue;
    await open(`/records/incident/${record}`);
    if (wanted(`${prefix}-record`)) await picture(person, `${prefix}-record`, phone);
    await pressed(person, prefix, phone);
  }
  if (!phone && wanted(`${prefixOf(given)}-print`)) {
    await open(`/records/incident/${record}`);
    await person.page.emulateMedia({ colorScheme: "light", media: "print" });
    await picture(person, `${prefixOf(given)}-print`, true);
  }
  if (person.faults.length > 0) console.log(`${prefixOf(given)}: ${[...new Set(person.faults)].join("; ")}`);
  await person.page.context().close();
}

async function signIn(browser, url, { language, phone }) {
  const viewport = phone ? { width: 390, height: 844 } : { width: 1440, height: 900 };
  for (const colorScheme of ["light", "dark"]) {
    const name = `${prefixOf({ login: "nobody", language, phone })}-${colorScheme}-sign_in`;
    if (!wanted(name)) continue;
    const context = await browser.newContext({ viewport, colorScheme });
    await context.addInitScript((chosen) => localStorage.setItem("yuheng.language", chosen), language);
    const page = await context.newPage();
    await page.goto(url);
    await settled(page);
    await page.screenshot({ path: join(folder, `${name}.png`) });
    await context.close();
  }
}

mkdirSync(folder, { recursive: true });
const program = process.env.YUHENG_URL ? undefined : await startProgram();
const url = process.env.YUHENG_URL ?? program.url;
const browser = await launch();
for (const language of ["zh", "en"]) {
  for (const phone of [false, true]) {
    await signIn(browser, url, { language, phone });
    for (const login of Object.keys(ACCOUNTS)) {
      const given = { login, language, phone };
      if (namesOf(given).some(wanted)) await lookAround(browser, url, given);
    }
  }
}
await browser.close();
await program?.stop();
