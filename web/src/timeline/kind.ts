// What an entry of the history is about: each may be of several kinds, by what it carries and not by who made it.
import type { Entry } from "../api/wire";

export const KINDS = ["all", "talk", "changes", "approvals", "clocks"] as const;
export type Kind = (typeof KINDS)[number];

export const isKind = (word: unknown): word is Kind => KINDS.includes(word as Kind);

export function belongs(entry: Entry, kind: Kind): boolean {
  switch (kind) {
    case "all":
      return true;
    case "talk":
      return Boolean(entry.comment);
    case "changes":
      return Boolean(entry.changes?.length || entry.to);
    case "approvals":
      return Boolean(entry.approval || entry.vote);
    case "clocks":
      return Boolean(entry.clocks?.length);
  }
}

/** How many entries there are of each kind, with what was said earlier elsewhere. */
export function tally(entries: Entry[], earlier: number): { [kind in Kind]: number } {
  const count = (kind: Kind) => entries.filter((entry) => belongs(entry, kind)).length;
  return {
    all: entries.length + earlier,
    talk: count("talk") + earlier,
    changes: count("changes"),
    approvals: count("approvals"),
    clocks: count("clocks"),
  };
}
