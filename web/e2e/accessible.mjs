// That axe finds nothing serious on the main pages, and with `AXE=whole` on any: in Chinese light and dark, in English light; customers on a phone.
import { isAccessible, listHasShrunk } from "./axe.mjs";
import { Person } from "./person.mjs";
import { bring, PLACES } from "./places.mjs";

const LOOKS = [
  ["zh", "light"],
  ["zh", "dark"],
  ["en", "light"],
];
/** Whose pages are another's too. */
const ALSO = ["engineer", "head"];
/** What one is told that comes by an address that leads nowhere. */
const UNDERSTOOD = /^Failed to load resource: the server responded with a status of 404/;

/** What is looked at each time; `AXE=whole` looks at every page, whose findings are not all mended yet. */
const MAIN = {
  desk: [
    "/",
    "/records/incident",
    "/records/incident/new",
    "/records/incident/INC0000003",
    "/search?q=INC",
    "/objectives",
  ],
  yunling: [
    "/",
    "/records/incident",
    "/report",
    "/report?kind=incident&step=pictures",
    "/report?kind=incident&step=review",
    "/account",
  ],
};
const CHOSEN =
  process.env.AXE === "whole"
    ? PLACES
    : Object.fromEntries(
        Object.entries(MAIN).map(([login, all]) => [login, Object.fromEntries(all.map((one) => [one, one]))]),
      );

/** Looks at all that there is, and then says what was found: one run shows everything. */
export async function accessible({ browser, desk }) {
  const found = [];
  for (const login of Object.keys(CHOSEN).filter((one) => !ALSO.includes(one))) {
    for (const [language, colorScheme] of LOOKS) {
      const person = await Person.signIn(browser, desk, login, { language, phone: login === "yunling" });
      person.understood = UNDERSTOOD;
      await person.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      for (const [name, place] of Object.entries(CHOSEN[login])) {
        const said = `${login} ${language} ${colorScheme} ${name}`;
        const look = async () => (await bring(person, desk, place)) && isAccessible(person.page, said);
        await look().catch((error) => found.push(error.message.startsWith(said) ? error.message : `${said}: ${error}`));
      }
      await person.leave();
    }
  }
  if (found.length > 0) throw new Error([...new Set(found)].join("\n"));
  listHasShrunk();
}
