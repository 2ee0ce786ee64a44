// How a clause stands, as a sign, a word and a hue.
import type { Clause } from "../api/wire";

export const SIGN: { [state in Clause["state"]]: { sign: string; word: string; hue: string } } = {
  met: { sign: "✓", word: "clause.met", hue: "done" },
  met_in_part: { sign: "◐", word: "clause.met_in_part", hue: "open" },
  late: { sign: "◷", word: "clause.late", hue: "wait" },
  missing: { sign: "✕", word: "clause.missing", hue: "late" },
  no_rule: { sign: "–", word: "clause.no_rule", hue: "idle" },
};
