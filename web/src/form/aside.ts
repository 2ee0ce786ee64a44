// Which answers answer what is asked now, and which were given to questions that are asked no more: of another item, or of
// the form as it was. An answer is kept with the words of its question, so that it is never taken for that of another.
import type { Field, Fields, Process, TableRow, Value } from "../api/wire";
import { isEmpty } from "../field/value";
import { inBoth } from "../text/language";
import type { ItemForm } from "./context";
import { answersOf, asked, fieldOf } from "./question";
import { isAnswers } from "./shape";

const YES = inBoth("field.yes");
const NO = inBoth("field.no");

const rowsIn = (value: Value): TableRow[] => (Array.isArray(value) ? value : []);

/** Whether a row answers a question: called so, in these words, and with an option that there is. */
function isTo(row: TableRow, field: Field): boolean {
  if (row.question !== field.id || (row.zh && row.zh !== field.label.zh)) return false;
  return field.kind !== "choice" || field.options.some(({ id }) => id === row.value);
}

const isNow = (questions: TableRow[]) => {
  const fields = questions.map(fieldOf);
  return (row: TableRow) => fields.some((field) => isTo(row, field));
};

/** The answers to what the form asks. */
export const answersNow = (questions: TableRow[], rows: Value) => answersOf(rowsIn(rows).filter(isNow(questions)));

/** The answers to what the form asks no more. */
export function putAside(questions: TableRow[], rows: Value): TableRow[] {
  const answers = isNow(questions);
  return rowsIn(rows).filter((row) => !answers(row) && !isEmpty(row.value));
}

/** The answer with the words of its question, in both languages. */
function inWords(field: Field, value: Value): TableRow {
  const option = field.options.find(({ id }) => id === value)?.label;
  const truth = String(value) === "true" ? YES : NO;
  const shown = field.kind === "boolean" ? truth : (option ?? { zh: String(value), en: String(value) });
  const { zh, en } = field.label;
  return { question: field.id, value, zh, en, shown_zh: shown.zh, shown_en: shown.en };
}

/** The rows after a question was answered; what is put aside stays in them. */
export function answered(questions: TableRow[], rows: Value, question: string, value: Value): TableRow[] {
  const fields = questions.map(fieldOf);
  const field = fields.find(({ id }) => id === question);
  if (!field) return rowsIn(rows);
  const others = rowsIn(rows).filter((row) => !isTo(row, field));
  return isEmpty(value) ? others : [...others, inWords(field, value)];
}

/** The values as they are sent: of the answers those to what is asked now; all of them as long as nobody knows what is asked. */
export function sendable(process: Process, values: Fields, { questions, isKnown }: ItemForm): Fields {
  const table = process.fields.find(isAnswers);
  if (!table || !(table.id in values)) return values;
  if (!isKnown) {
    const rows = rowsIn(values[table.id]).map(({ question, value }) => ({ question, value }));
    return { ...values, [table.id]: rows };
  }
  const answers = answersNow(questions, values[table.id]);
  const rows = asked(questions, answers).flatMap((field) => {
    const value = answers[field.id];
    return isEmpty(value) ? [] : [{ question: field.id, value }];
  });
  return { ...values, [table.id]: rows };
}

/** What became of a form: the questions that are asked no more, and those that are new. */
export interface Changed {
  gone: TableRow[];
  come: TableRow[];
}

/** What differs between a form as it was filled in and as it is. */
export function changedIn(before: TableRow[], now: TableRow[]): Changed {
  const words = (row: TableRow) => JSON.stringify([row.question, row.zh, row.en, row.kind, row.options, row.when]);
  const without = (rows: TableRow[], others: TableRow[]) => {
    const known = new Set(others.map(words));
    return rows.filter((row) => !known.has(words(row)));
  };
  return { gone: without(before, now), come: without(now, before) };
}
