// Those who stand in a text as @ and a number: their names in its place, for where a text is only text.
import type { Reference } from "../api/wire";

const MENTION = /@([A-Z]{2,6}\d{7,})\b/g;

/** The text with the names that are known. */
export function withNames(text: string, mentioned: Reference[] = []): string {
  if (mentioned.length === 0) return text;
  const name = (number: string) => mentioned.find((one) => one.number === number)?.title;
  return text.replace(MENTION, (whole, number: string) => {
    const found = name(number);
    return found ? `@${found}` : whole;
  });
}
