// What a condition compares: answers and fixed values by the kind of the question, numbers by their digits and not as floats.
import type { Field, Value } from "../api/wire";

export type Compared = "truth" | "integer" | "decimal" | "text" | "word" | "day";

/** A side of a comparison: an answer, or a fixed value that is read as what it is compared with. */
export interface Side {
  kind: Compared;
  value: string | undefined;
  isFixed: boolean;
}

/** What the page can't read, or no form may have. */
export class Unread extends Error {}

/** The kinds of which one value comes before another. */
export const ORDERED: Compared[] = ["integer", "decimal", "text", "day"];

const DECIMAL = /^(-?)(\d+)(?:\.(\d*))?$/;
/** The most digits of a fixed decimal, as the server takes it. */
const MAX_DIGITS = 15;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ESCAPED: { [letter: string]: string } = { n: "\n", r: "\r", t: "\t", '"': '"', "'": "'", "\\": "\\" };

/** An answer as it is compared: the text that the server would keep; none where it would keep none. */
export function answerOf(field: Field, value: Value): string | undefined {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return undefined;
  const text = String(value);
  switch (field.kind) {
    case "boolean":
      return text === "true" || text === "false" ? text : undefined;
    case "integer":
      return /^[+-]?\d+$/.test(text.trim()) ? text.trim().replace(/^\+/, "") : undefined;
    case "decimal":
      return /^-?\d+(\.\d+)?$/.test(text.trim()) ? text.trim() : undefined;
    case "date":
      return isDay(text) ? text : undefined;
    case "choice":
      return field.options.some(({ id }) => id === text) ? text : undefined;
    case "long_text":
      return text.replaceAll("\r\n", "\n").trimEnd() || undefined;
    default:
      return text.trim() || undefined;
  }
}

/** A fixed value as it is written. */
export function fixed(token: string): Side {
  if (token === "true" || token === "false") return { kind: "truth", value: token, isFixed: true };
  if (/^-?\d/.test(token)) return { kind: token.includes(".") ? "decimal" : "integer", value: token, isFixed: true };
  if (!/^["']/.test(token)) throw new Unread();
  const value = token.slice(1, -1).replace(/\\(.)/g, (_, letter: string) => {
    const meant = ESCAPED[letter];
    if (meant === undefined) throw new Unread();
    return meant;
  });
  return { kind: "text", value, isFixed: true };
}

/** What two sides are compared as, and their values. */
export function paired(left: Side, right: Side): [Compared, string | undefined, string | undefined] {
  if (left.isFixed && right.isFixed) throw new Unread();
  return [
    left.isFixed ? readAs(left, right.kind) : right.isFixed ? readAs(right, left.kind) : common(left, right),
    left.value,
    right.value,
  ];
}

function common(left: Side, right: Side): Compared {
  const kinds = [left.kind, right.kind];
  if (left.kind === right.kind) return left.kind;
  if (kinds.includes("integer") && kinds.includes("decimal")) return "decimal";
  if (kinds.includes("text") && kinds.includes("word")) return "text";
  throw new Unread();
}

/** The kind, if the fixed value can be read as one. */
function readAs({ kind: written, value = "" }: Side, kind: Compared): Compared {
  const isRead =
    kind === "decimal"
      ? written !== "truth" && DECIMAL.test(value) && value.replace(/\D/g, "").length <= MAX_DIGITS
      : kind === "day"
        ? written === "text" && isDay(value)
        : written === (kind === "word" ? "text" : kind);
  if (!isRead) throw new Unread();
  return kind;
}

function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** In which order two values of a kind stand: below zero, zero or above. */
export function compared(kind: Compared, left: string, right: string): number {
  return kind === "integer" || kind === "decimal" ? byDigits(left, right) : byCodePoint(left, right);
}

function byDigits(left: string, right: string): number {
  const [first, second] = [DECIMAL.exec(left), DECIMAL.exec(right)];
  if (!first || !second) throw new Unread();
  const places = Math.max(first[3]?.length ?? 0, second[3]?.length ?? 0);
  const scaled = ([, sign, whole, part = ""]: RegExpExecArray) => BigInt(`${sign}${whole}${part.padEnd(places, "0")}`);
  const [a, b] = [scaled(first), scaled(second)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** As the server has texts, which is not the order of UTF-16. */
function byCodePoint(left: string, right: string): number {
  const [first, second] = [[...left], [...right]];
  const at = first.findIndex((character, place) => character !== second[place]);
  if (at < 0) return first.length - second.length;
  return (first[at]?.codePointAt(0) ?? -1) - (second[at]?.codePointAt(0) ?? -1);
}
