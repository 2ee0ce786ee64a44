// What somebody chose last in the palette: kept in this browser, forgotten when they sign out.
import { forgetStored, store, stored } from "./storage";

const PREFIX = "yuheng.chosen.";
const MOST = 8;

/** By its identity; a record with what it is called, so that it can be offered before the server is asked. */
export interface Chosen {
  id: string;
  record?: { process: string; number: string; title: string };
}

export function lastChosen(person: string): Chosen[] {
  const kept = stored<unknown>("browser", PREFIX + person);
  return Array.isArray(kept) ? kept.filter(isChosen) : [];
}

const isChosen = (one: unknown): one is Chosen => typeof (one as Chosen | null)?.id === "string";

export function keepChosen(person: string, chosen: Chosen) {
  const others = lastChosen(person).filter((one) => one.id !== chosen.id);
  store("browser", PREFIX + person, [chosen, ...others].slice(0, MOST));
}

/** Leaves nothing for whoever signs in next at this browser. */
export const forgetChosen = () => forgetStored("browser", PREFIX);
