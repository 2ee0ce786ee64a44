// Answers to what is asked now, and those to what is asked no more.
import { expect, it } from "vitest";
import type { Field, Process, TableRow } from "../api/wire";
import { answered, answersNow, changedIn, putAside, sendable } from "./aside";

const PEERS = { question: "q1", zh: "几个站点？", en: "How many sites?", kind: "text" };
const KIND = {
  question: "q2",
  zh: "类型",
  en: "Kind",
  kind: "choice",
  options: "site = 站点 / Site\nhome = 家 / Home",
};
const WHY = { question: "q3", zh: "原因", en: "Why", kind: "text", when: 'answers.q2 == "home"' };
const FORM: TableRow[] = [PEERS, KIND, WHY];

const column = (id: string) => ({ id }) as Field;
const table = {
  id: "answers",
  kind: "table",
  columns: ["question", "value", "shown_zh", "shown_en"].map(column),
} as unknown as Field;
const process = { fields: [table] } as Process;
const known = (questions: TableRow[]) => ({ questions, isKnown: true, isGone: false });

it("an_answer_keeps_the_words_of_its_question", () => {
  expect(answered(FORM, [], "q2", "site")).toEqual([
    { question: "q2", value: "site", zh: "类型", en: "Kind", shown_zh: "站点", shown_en: "Site" },
  ]);
  expect(answered(FORM, answered(FORM, [], "q2", "site"), "q2", undefined)).toEqual([]);
});

it("an_answer_is_not_taken_for_that_of_another_forms_question_of_the_same_name", () => {
  const other = [{ question: "q1", zh: "哪一台？", en: "Which one?", kind: "text" }];
  const rows = answered(FORM, [], "q1", "12");
  expect(answersNow(other, rows)).toEqual({});
  expect(putAside(other, rows)).toEqual(rows);
  // Both are kept: what is put aside comes back with its form.
  const both = answered(other, rows, "q1", "PC-7");
  expect(answersNow(other, both)).toEqual({ q1: "PC-7" });
  expect(answersNow(FORM, both)).toEqual({ q1: "12" });
});

it("an_option_that_is_gone_answers_nothing", () => {
  const rows = answered(FORM, [], "q2", "home");
  expect(putAside([{ ...KIND, options: "site = 站点 / Site" }], rows)).toEqual(rows);
});

it("only_answers_to_what_is_asked_are_sent_and_all_while_nobody_knows_what_is", () => {
  const rows = ["q1", "q2", "q3"].reduce(
    (so, id) => answered(FORM, so, id, id === "q2" ? "site" : "x"),
    [] as TableRow[],
  );
  const values = { answers: rows };
  const sent = (questions: TableRow[]) => sendable(process, values, known(questions)).answers;
  // The third is hidden by its condition.
  expect(sent(FORM)).toEqual([
    { question: "q1", value: "x" },
    { question: "q2", value: "site" },
  ]);
  expect(sent([KIND])).toEqual([{ question: "q2", value: "site" }]);
  expect(sent([])).toEqual([]);
  const unknown = sendable(process, values, { questions: [], isKnown: false, isGone: false });
  expect(unknown.answers).toHaveLength(3);
});

it("what_differs_between_two_forms_is_named", () => {
  const reworded = { ...PEERS, zh: "多少站点？" };
  expect(changedIn(FORM, [reworded, KIND])).toEqual({ gone: [PEERS, WHY], come: [reworded] });
});
