// That axe finds nothing serious on the main pages, and with `AXE=whole` on any: in Chinese light and dark, in English light;
// customers on a phone. Only the demo's year has a record for every page: all of them are looked at on a program of its own.
import { isAccessible, listHasShrunk } from "./axe.mjs";
import { Person } from "./person.mjs";
import { bring, PLACES } from "./places.mjs";
import { NOW, startYear } from "./program.mjs";

const LOOKS = [
  ["zh", "light"],
  ["zh", "dark"],
  ["en", "light"],
];
/** Whose pages are another's too. */
const ALSO = ["engineer", "head"];
/** What one is told that comes by an address that leads nowhere. */
const UNDERSTOOD = /^Failed to load resource: the server responded with a status of 404/;

/** The pages that are looked at each time; the nightly run looks at all (`AXE=whole`). */
const MAIN = {
  desk: ["home", "list", "create", "record", "search"],
  auditor: ["objectives"],
  yunling: ["home", "reports", "report", "pictures", "review", "account"],
};
const IS_WHOLE = process.env.AXE === "whole";
const CHOSEN = IS_WHOLE ? everything() : MAIN;

/** Each page once: whose pages are another's too are left out. */
function everything() {
  const own = Object.entries(PLACES).filter(([login]) => !ALSO.includes(login));
  return Object.fromEntries(own.map(([login, places]) => [login, Object.keys(places)]));
}

/** Looks at all that there is, and then says what was found: one run shows everything. */
export async function accessible({ browser, desk: given }) {
  // A program that was running before has the year, or hasn't.
  const year = IS_WHOLE && !process.env.YUHENG_URL ? await startYear() : undefined;
  try {
    await lookAt({ browser, desk: year?.url ?? given, at: year ? NOW : process.env.JOURNEY_AT });
  } finally {
    await year?.stop();
  }
}

async function lookAt({ browser, desk, at }) {
  const found = [];
  for (const [login, names] of Object.entries(CHOSEN)) {
    for (const [language, colorScheme] of LOOKS) {
      const person = await Person.signIn(browser, desk, login, { language, phone: login === "yunling", at });
      person.understood = UNDERSTOOD;
      await person.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      for (const name of names) {
        const said = `${login} ${language} ${colorScheme} ${name}`;
        const look = async () => {
          if (!(await bring(person, desk, PLACES[login][name]))) throw new Error(`${said}: there is no such page`);
          await isAccessible(person.page, said);
        };
        await look().catch((error) => found.push(error.message.startsWith(said) ? error.message : `${said}: ${error}`));
      }
      await person.leave();
    }
  }
  if (found.length > 0) throw new Error([...new Set(found)].join("\n"));
  listHasShrunk();
}
