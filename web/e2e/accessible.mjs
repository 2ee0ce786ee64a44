// That axe finds nothing serious on any page: in Chinese light and dark, in English light; customers on a phone.
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

/** Looks at all that there is, and then says what was found: one run shows everything. */
export async function accessible({ browser, desk }) {
  const found = [];
  for (const login of Object.keys(PLACES).filter((one) => !ALSO.includes(one))) {
    for (const [language, colorScheme] of LOOKS) {
      const person = await Person.signIn(browser, desk, login, { language, phone: login === "yunling" });
      person.understood = UNDERSTOOD;
      await person.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      for (const [name, place] of Object.entries(PLACES[login])) {
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
