// Finds the terms of the glossary in a text: the longest first, each once, whole words in English.
import type { GlossaryTerm, Language } from "../api/wire";

export type Part = string | { term: GlossaryTerm; text: string };

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The text, cut where terms stand in it. */
export function cut(text: string, terms: GlossaryTerm[], language: Language): Part[] {
  const byName = new Map(terms.map((term) => [term.label[language].toLowerCase(), term]));
  const names = [...byName.keys()].sort((a, b) => b.length - a.length).map(escaped);
  if (names.length === 0 || text === "") return [text];
  const pattern =
    language === "en" ? new RegExp(`\\b(${names.join("|")})(s?)\\b`, "gi") : new RegExp(`(${names.join("|")})()`, "g");
  const parts: Part[] = [];
  const told = new Set<string>();
  let at = 0;
  for (const found of text.matchAll(pattern)) {
    const term = byName.get((found[1] ?? "").toLowerCase());
    if (!term || told.has(term.id)) continue;
    told.add(term.id);
    if (found.index > at) parts.push(text.slice(at, found.index));
    parts.push({ term, text: found[0] });
    at = found.index + found[0].length;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
}
