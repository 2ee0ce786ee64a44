// The page's reading of forms, held to the table of cases that the engine is held to.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { FieldKind, TableRow, Value } from "../api/wire";
import { readOptions } from "../field/options";
import { type Answers, answerOf, holds } from "./condition";
import { asked, fieldOf } from "./question";

interface Table {
  choices: string;
  conditions: {
    kinds: { [question: string]: FieldKind };
    answers: { [question: string]: Value };
    condition: string;
    asks: boolean | "unknown" | "refused";
  }[];
  options: { lines: string; options: [string, string, string][] | null }[];
}

// Vitest is started in `web`.
const table: Table = JSON.parse(readFileSync("../crates/engine/tests/it/form_cases.json", "utf8"));

// Which words a choice has is told when the form is saved; the page only follows forms that were.
const CHECKED_WHEN_SAVED = 'answers.kind == "sitte"';

describe("a condition", () => {
  const cases = table.conditions.filter(({ condition }) => condition !== CHECKED_WHEN_SAVED);
  test.each(cases)("$condition after $answers is $asks", ({ kinds, answers, condition, asks }) => {
    const rows = Object.entries(kinds).map(
      ([question, kind]): TableRow => ({ question, kind, options: table.choices }),
    );
    const known: Answers = Object.fromEntries(
      rows.map(fieldOf).map((field) => [field.id, answerOf(field, answers[field.id])]),
    );
    const truth = holds(condition, kinds, known);
    expect(truth === undefined ? "unknown" : truth === null ? "refused" : truth).toBe(asks);
    const shown = asked([...rows, { question: "last", when: condition }], answers).map(({ id }) => id);
    expect(shown.includes("last")).toBe(asks === true || asks === "refused");
  });
});

describe("option lines", () => {
  test.each(table.options)("$lines", ({ lines, options }) => {
    const read = readOptions(lines);
    const told = read.options.map(({ id, label }) => [id, label.zh, label.en]);
    expect(read.wrong === undefined ? told : null).toEqual(options);
  });
});
