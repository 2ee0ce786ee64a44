// How a clause stands, as a sign, a word and a hue; and what the other edition calls it.
import type { Clause } from "../api/wire";

type State = Clause["state"];

export const SIGN: { [state in State]: { sign: string; word: string; hue: string } } = {
  met: { sign: "✓", word: "clause.met", hue: "done" },
  met_in_part: { sign: "◐", word: "clause.met_in_part", hue: "open" },
  late: { sign: "◷", word: "clause.late", hue: "wait" },
  missing: { sign: "✕", word: "clause.missing", hue: "late" },
  no_rule: { sign: "–", word: "clause.no_rule", hue: "idle" },
};

export const STATES: State[] = ["met", "met_in_part", "late", "missing", "no_rule"];

export const stateNamed = (name: string | undefined) => STATES.find((state) => state === name);

/** The year of an edition, by which people tell editions apart. */
const yearOf = (standard: string) => standard.split("-").at(-1) ?? standard;

/** `2018: 8.6.1, 8.6.2`; a dash where no other edition asks for it. */
export function otherNumbers(clause: Clause): string {
  const years = new Map<string, string[]>();
  for (const one of clause.maps_to) {
    const year = yearOf(one.standard);
    years.set(year, [...(years.get(year) ?? []), one.clause]);
  }
  return [...years].map(([year, numbers]) => `${year}: ${numbers.join(", ")}`).join("; ") || "—";
}
