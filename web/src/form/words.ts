// What the page calls the kinds of questions and the parts of one.
import type { FieldKind } from "../api/wire";

/** The kinds that a question can be of, in the order in which they are offered. */
export const KINDS = ["text", "long_text", "choice", "boolean", "integer", "decimal", "date"] as const;

const WORDS: { [kind: string]: string } = {
  text: "form.kind_text",
  long_text: "form.kind_long_text",
  choice: "form.kind_choice",
  boolean: "form.kind_boolean",
  integer: "form.kind_integer",
  decimal: "form.kind_decimal",
  date: "form.kind_date",
};

export const kindWord = (kind: FieldKind): string => WORDS[kind] ?? "form.kind_text";

/** The parts that are written on one line. */
export const LINES = {
  zh: "form.zh",
  en: "form.en",
  help_zh: "form.help_zh",
  help_en: "form.help_en",
  question: "form.question",
} as const;
