// What differs between two texts: line by line, and within a line that was changed, word by word.
import { diffArrays } from "diff";

/** A piece of a line; marked: it stands on this side only. */
export interface Piece {
  text: string;
  isMarked: boolean;
}

export interface Line {
  side: "both" | "before" | "after";
  pieces: Piece[];
}

/** How long two texts may be compared, in milliseconds, before all of the one stands for all of the other. */
const PATIENCE = 2_000;
/** How much two lines have in common, at least, to be the same line changed. */
const ALIKE = 0.3;

const words = new Intl.Segmenter("zh", { granularity: "word" });

function pieces<T>(before: T[], after: T[]) {
  const found = diffArrays(before, after, { timeout: PATIENCE });
  if (found) return found.map(({ value, added, removed }) => ({ value, added, removed }));
  return [
    { value: before, added: false, removed: true },
    { value: after, added: true, removed: false },
  ];
}

const whole = (side: Line["side"], text: string): Line => ({ side, pieces: [{ text, isMarked: false }] });
const split = (text: string) => [...words.segment(text)].map(({ segment }) => segment);

/** A line that was changed, as it was and as it is. */
function changed(before: string, after: string): [Line, Line] {
  const parts = pieces(split(before), split(after));
  const common = parts
    .filter((part) => !part.added && !part.removed)
    .reduce((sum, { value }) => sum + value.join("").length, 0);
  if (common < ALIKE * Math.max(before.length, after.length)) return [whole("before", before), whole("after", after)];
  const side = (away: "added" | "removed") =>
    parts
      .filter((part) => !part[away])
      .map(({ value, added, removed }) => ({ text: value.join(""), isMarked: Boolean(added || removed) }));
  return [
    { side: "before", pieces: side("added") },
    { side: "after", pieces: side("removed") },
  ];
}

/** The lines of both texts in order, those that were changed one under the other. */
export function difference(before: string, after: string): Line[] {
  const lines = (text: string) => (text === "" ? [] : text.split("\n"));
  const parts = pieces(lines(before), lines(after));
  return parts.flatMap((part, index): Line[] => {
    const next = parts[index + 1];
    const last = parts[index - 1];
    if (!part.added && !part.removed) return part.value.map((text) => whole("both", text));
    if (part.added && last?.removed) return [];
    if (part.added || !next?.added) return part.value.map((text) => whole(part.added ? "after" : "before", text));
    const pairs = Array.from({ length: Math.max(part.value.length, next.value.length) }, (_, at) => {
      const [was, is] = [part.value[at], next.value[at]];
      if (was === undefined) return [whole("after", is ?? "")];
      return is === undefined ? [whole("before", was)] : changed(was, is);
    });
    return pairs.flat();
  });
}

/** A run of lines that stand in both texts and are far from any change, or lines to be shown. */
export type Part = { isFolded: boolean; lines: Line[] };

const AROUND = 3;

/** The lines with what is far from any change set apart. */
export function folded(lines: Line[]): Part[] {
  const near = (at: number) =>
    lines.slice(Math.max(0, at - AROUND), at + AROUND + 1).some((line) => line.side !== "both");
  const parts: Part[] = [];
  for (const [at, line] of lines.entries()) {
    const isFolded = !near(at);
    const last = parts.at(-1);
    if (last?.isFolded === isFolded) last.lines.push(line);
    else parts.push({ isFolded, lines: [line] });
  }
  return parts;
}
