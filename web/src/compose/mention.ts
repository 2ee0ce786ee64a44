// Addressing somebody while writing: `@` and the beginning of a name. In the text stands the name, and what is sent has the number.

/** What is being typed after an `@`, and where that stands. */
export interface Asked {
  sought: string;
  from: number;
  to: number;
}

/** Not in the middle of an e-mail address; in Chinese nothing else tells where somebody is addressed. */
const AT = "(?<![A-Za-z0-9._+-])@";
const BEGUN = new RegExp(`${AT}([^\\s@，。；：、]{0,20})$`);
const WRITTEN = new RegExp(`${AT}(?=[\\p{L}])([^@\\n]{1,40})`, "gu");
const NUMBER = /^[A-Z]{2,6}\d{7,}(?!\d)/;
const WORD = /^[\p{L}\p{N}'’·-]+/u;

/** Whether somebody is being addressed at the caret. */
export function askedAt(text: string, caret: number): Asked | undefined {
  const found = BEGUN.exec(text.slice(0, caret));
  const sought = found?.[1];
  return sought === undefined ? undefined : { sought, from: caret - sought.length - 1, to: caret };
}

/** The text with a name in the place of what was typed, and where the caret stands then. */
export function withName(text: string, { from, to }: Asked, name: string): { text: string; caret: number } {
  const head = `${text.slice(0, from)}@${name} `;
  return { text: head + text.slice(to).trimStart(), caret: head.length };
}

/** The text as it is sent: whoever is addressed by name stands with the number. */
export function addressed(text: string, names: { [name: string]: string }): string {
  const longest = Object.entries(names).sort(([a], [b]) => b.length - a.length);
  return longest.reduce((sent, [name, number]) => sent.replaceAll(`@${name}`, `@${number}`), text);
}

/** Somebody who can be addressed. */
export interface Somebody {
  title: string;
  number: string;
}

/** What stands after each `@` by which nobody has been chosen yet. */
export function unchosen(text: string, names: { [name: string]: string }): string[] {
  const isChosen = (after: string) => NUMBER.test(after) || Object.keys(names).some((name) => after.startsWith(name));
  return [...text.matchAll(WRITTEN)].map((found) => found[1] ?? "").filter((after) => !isChosen(after));
}

/** What to look for so that whoever `after` begins with is found: a Chinese name ends where no sign stands. */
export function beginnings(after: string): string[] {
  const word = WORD.exec(after)?.[0] ?? "";
  if (/^[A-Za-z]/.test(word)) return [word];
  return [...new Set([word.slice(0, 2), word.slice(0, 3)])];
}

/** Who is written out in full after an `@`: the longest name, unless several are called so. */
export function writtenOut(after: string, people: Somebody[]): Somebody | undefined {
  const goesOn = (name: string) => /[A-Za-z]$/.test(name) && /^[A-Za-z]/.test(after.slice(name.length));
  const fits = people.filter(({ title }) => title !== "" && after.startsWith(title) && !goesOn(title));
  const longest = Math.max(...fits.map(({ title }) => title.length));
  const numbers = new Set(fits.filter(({ title }) => title.length === longest).map(({ number }) => number));
  return numbers.size === 1 ? fits.find(({ title }) => title.length === longest) : undefined;
}
