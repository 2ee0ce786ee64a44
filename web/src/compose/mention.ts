// Addressing somebody while writing: `@` and the beginning of a name. In the text stands the name, and what is sent has the number.

/** What is being typed after an `@`, and where that stands. */
export interface Asked {
  sought: string;
  from: number;
  to: number;
}

const BEGUN = /(?:^|[\s，。；：、（(])@([^\s@，。；：、]{0,20})$/;

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
