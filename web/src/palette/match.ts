// How well something matches what is typed, and in which order what matches stands.

/** The lower, the better. */
export type Rank = number;

const EXACT = 0;
const BEGINS = 1;
const WORD_BEGINS = 2;
const HOLDS = 3;
/** Each of several words is somewhere in it. */
const HOLDS_ALL = 4;

/** Width and case make no difference. */
const plain = (text: string) => text.normalize("NFKC").toLowerCase().trim();

/** How well the best of several names matches; nothing where none does. */
export function rankOf(names: string[], typed: string): Rank | undefined {
  const ranks = names.map((name) => rankOfName(plain(name), plain(typed))).filter((rank) => rank !== undefined);
  return ranks.length > 0 ? Math.min(...ranks) : undefined;
}

function rankOfName(name: string, typed: string): Rank | undefined {
  if (name === "") return undefined;
  if (name === typed) return EXACT;
  if (name.startsWith(typed)) return BEGINS;
  if (name.includes(` ${typed}`)) return WORD_BEGINS;
  if (name.includes(typed)) return HOLDS;
  return typed.split(/\s+/).every((word) => name.includes(word)) ? HOLDS_ALL : undefined;
}

/** What the server finds by other means (by sound, by what else it says) stands after what is called so. */
export const FOUND_OTHERWISE: Rank = 5;

/** The best first; what matches alike stays in the order that it had. */
export function bestFirst<Ranked extends { rank: Rank }>(all: Ranked[]): Ranked[] {
  return [...all].sort((a, b) => a.rank - b.rank);
}
