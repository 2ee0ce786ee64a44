// Texts that are written by a word: `::` and the beginning of a title, a keyword, or the initials of a title in pinyin.
import type { Asked } from "./mention";

/** In Chinese the same key gives the wide sign. */
const BEGUN = /(?:::|：：)([^\s:：]{0,20})$/;

/** Whether a text is being looked for at the caret. */
export function soughtAt(text: string, caret: number): Asked | undefined {
  const found = BEGUN.exec(text.slice(0, caret));
  return found ? { sought: found[1] ?? "", from: caret - found[0].length, to: caret } : undefined;
}

/** Puts `text` into the place of what stands from `from` to `to`, so that Ctrl+Z takes it out again; `write` where the browser has no
 * such thing. */
export function insert(
  area: HTMLTextAreaElement,
  { from, to }: Pick<Asked, "from" | "to">,
  text: string,
  write: (whole: string) => void,
) {
  area.focus();
  area.setSelectionRange(from, to);
  // It is the one way to write as if it were typed, which is what an undo takes back.
  const isTyped = typeof document.execCommand === "function" && document.execCommand("insertText", false, text);
  if (isTyped) return;
  write(area.value.slice(0, from) + text + area.value.slice(to));
  requestAnimationFrame(() => area.setSelectionRange(from + text.length, from + text.length));
}
