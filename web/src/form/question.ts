// The questions of a form as the fields that ask them, and which are asked after which answers.
import type { Field, FieldKind, Label, TableRow, Value } from "../api/wire";
import { readOptions } from "../field/options";
import { isEmpty } from "../field/value";
import { type Answers, answerOf, holds, type Kinds } from "./condition";

const LINE = 1_000;
const PARAGRAPHS = 10_000;

const text = (row: TableRow, column: string) => (typeof row[column] === "string" ? (row[column] as string) : "");
const both = (zh: string, en: string): Label => ({ zh, en: en || zh });

/** The field that asks a question. */
export function fieldOf(row: TableRow): Field {
  const kind = (text(row, "kind") || "text") as FieldKind;
  const help = both(text(row, "help_zh"), text(row, "help_en"));
  return {
    id: text(row, "question"),
    label: both(text(row, "zh"), text(row, "en")),
    ask: null,
    help: help.zh || help.en ? help : null,
    kind,
    min: null,
    max: kind === "text" ? LINE : kind === "long_text" ? PARAGRAPHS : null,
    required: row.required === true,
    internal: false,
    derived: false,
    fixed: false,
    indexed: false,
    default: null,
    options: kind === "choice" ? readOptions(text(row, "options")).options : [],
    to: [],
    columns: [],
  };
}

/** What was answered, by question. */
export function answersOf(rows: TableRow[]): { [question: string]: Value } {
  return Object.fromEntries(rows.map((row) => [text(row, "question"), row.value]));
}

/** An answer as its question takes it: stored answers are texts. */
export function typed(field: Field, value: Value): Value {
  if (isEmpty(value)) return undefined;
  if (field.kind === "boolean" && typeof value === "string") return value === "true";
  if (field.kind === "integer" && typeof value === "string") return Number(value);
  return value;
}

/** A question as it is put: of yes and no neither is chosen before somebody has. */
export const askedAs = (field: Field, yes: Label, no: Label): Field =>
  field.kind === "boolean"
    ? {
        ...field,
        kind: "choice",
        options: [
          { id: "true", label: yes },
          { id: "false", label: no },
        ],
      }
    : field;

/** The answer as the question is put. */
export const putAs = (field: Field, value: Value): Value =>
  field.kind === "boolean" && !isEmpty(value) ? String(value) : typed(field, value);

/** The questions that are asked after these answers: what a condition hides is answered no more. */
export function asked(questions: TableRow[], answers: { [question: string]: Value }): Field[] {
  const kinds: Kinds = {};
  const known: Answers = {};
  return questions.flatMap((row) => {
    const field = fieldOf(row);
    const when = text(row, "when");
    const truth = when ? holds(when, kinds, known) : true;
    kinds[field.id] = field.kind;
    // What the page can't read it asks; the server has the last word.
    if (truth !== true && truth !== null) return [];
    known[field.id] = answerOf(field, answers[field.id]);
    return [field];
  });
}

/** The questions that must be answered and are not. */
export const unanswered = (questions: TableRow[], answers: { [question: string]: Value }): Field[] =>
  asked(questions, answers).filter((field) => field.required && isEmpty(answers[field.id]));
