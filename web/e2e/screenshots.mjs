// Pictures of every page, to be looked at: the year's demo by each account, both languages, desk and phone, light and
// dark. They are written to the folder that is given; further words keep those whose name has them all, and a word with
// `-` before it leaves out those that have it: `screenshots DIR desk- zh phone -dark`.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { founded } from "./founding.mjs";
import { launch, Person } from "./person.mjs";
import { bring, PLACES, settled } from "./places.mjs";
import { NOW, startYear } from "./program.mjs";
import { TROUBLES } from "./troubled.mjs";

const [folder = "screenshots", ...words] = process.argv.slice(2);
/** What is looked at in the dark too. */
const DARK =
  /^(desk-.*-(home|list|list_preview|record|create|notices)|auditor-.*-(objectives|objective|clause|document)|yunling-.*-(home|follow|question)|admin-.*-health|nobody-.*)$/;

const wanted = (name) => words.every((word) => (word[0] === "-" ? !name.includes(word.slice(1)) : name.includes(word)));
const prefixOf = ({ login, language, phone }) => `${login}-${language}-${phone ? "phone" : "wide"}`;

/** Takes one picture: what can be seen at once at a desk, all that one scrolls through on a phone. */
async function picture({ page }, name, phone) {
  const { width, height } = page.viewportSize();
  const hidden = await page.evaluate(() => {
    const content = document.querySelector(".content");
    return content ? content.scrollHeight - content.clientHeight : 0;
  });
  if (phone) await page.setViewportSize({ width, height: Math.min(height + hidden, 4000) });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: phone, animations: "disabled" });
  await page.setViewportSize({ width, height });
  const over = await page.evaluate(() => {
    const wide = [document.documentElement, ...document.querySelectorAll(".content, .list-body > .scroll")];
    const popped = [...document.querySelectorAll(".ant-popover, .ant-dropdown")].map((one) =>
      one.getBoundingClientRect(),
    );
    const past = popped.map(({ right }) => Math.round(right) - document.documentElement.clientWidth);
    return Math.max(...wide.map((one) => one.scrollWidth - one.clientWidth), ...past);
  });
  if (over > 0) console.log(`${name}: ${over} px wider than its window`);
}

/** The pages of one account. */
async function lookAround(browser, url, given) {
  const names = Object.keys(PLACES[given.login]).filter((name) => schemes(given, name).length > 0);
  if (names.length === 0) return;
  const person = await Person.signIn(browser, url, given.login, { ...given, at });
  for (const name of names) {
    for (const scheme of schemes(given, name)) {
      await person.page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      if (await bring(person, url, PLACES[given.login][name])) {
        await picture(person, nameOf(given, name, scheme), given.phone);
      } else console.log(`${nameOf(given, name, scheme)}: can't be reached`);
    }
  }
  if (person.faults.length > 0) console.log(`${prefixOf(given)}: ${[...new Set(person.faults)].join("; ")}`);
  await person.page.context().close();
}

const nameOf = (given, name, scheme) => `${prefixOf(given)}-${name}${scheme === "dark" ? "-dark" : ""}`;
const schemes = (given, name) =>
  ["light", "dark"].filter(
    (scheme) => wanted(nameOf(given, name, scheme)) && (scheme === "light" || DARK.test(nameOf(given, name, "light"))),
  );

/** What one sees when something is wrong. */
async function lookAtTroubles(browser, url, given) {
  for (const [name, bringAbout] of Object.entries(TROUBLES)) {
    const said = nameOf(given, name, "light");
    if (!wanted(said)) continue;
    const person = await Person.signIn(browser, url, "desk", { ...given, at });
    await bringAbout(person, url);
    await picture(person, said, given.phone);
    await person.page.context().close();
  }
}

async function signIn(browser, url, { language, phone }) {
  for (const scheme of schemes({ login: "nobody", language, phone }, "sign_in")) {
    const person = await Person.atDoor(browser, url, { login: "nobody", language, phone });
    await person.page.emulateMedia({ colorScheme: scheme });
    await settled(person.page);
    await picture(person, nameOf({ login: "nobody", language, phone }, "sign_in", scheme), phone);
    await person.page.context().close();
  }
}

/** A record on paper. */
async function paper(browser, url, given) {
  const name = nameOf(given, "print", "light");
  if (!wanted(name)) return;
  const person = await Person.signIn(browser, url, given.login, { ...given, at });
  await bring(person, url, PLACES[given.login].record);
  await person.page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await person.page.locator(".paper").waitFor({ state: "attached" });
  await settled(person.page);
  await person.page.emulateMedia({ media: "print" });
  await picture(person, name, true);
  await person.page.context().close();
}

/** Every step of a new company's first day. */
async function firstDay(browser, language, phone) {
  const given = { login: "chen", language, phone };
  if (!wanted(`${prefixOf(given)}-first_day`)) return;
  let step = 0;
  await founded({
    browser,
    language,
    phone,
    look: async (page) => {
      step += 1;
      const name = nameOf(given, `first_day_${String(step).padStart(2, "0")}`, "light");
      await page.waitForLoadState("networkidle");
      await picture({ page }, name, phone);
    },
  });
}

mkdirSync(folder, { recursive: true });
const program = process.env.YUHENG_URL ? undefined : await startYear();
const url = process.env.YUHENG_URL ?? program.url;
/** A program that was running before has the machine's clock, or that of JOURNEY_AT. */
const at = program ? NOW : process.env.JOURNEY_AT;
const browser = await launch();
for (const language of ["zh", "en"]) {
  for (const phone of [false, true]) {
    await signIn(browser, url, { language, phone });
    for (const login of Object.keys(PLACES)) await lookAround(browser, url, { login, language, phone });
    await lookAtTroubles(browser, url, { login: "troubled", language, phone });
    if (!phone) await paper(browser, url, { login: "desk", language, phone });
    await firstDay(browser, language, phone);
  }
}
await browser.close();
await program?.stop();
