// Conditions that are made by clicks: an earlier question, is or is not, a value.
import type { TableRow } from "../api/wire";
import { useLabel, useText } from "../text/language";
import { fieldOf } from "./question";

export interface Clicked {
  question: string;
  is: boolean;
  value: string | number | boolean;
}

/** The condition as text. */
export const written = ({ question, is, value }: Clicked): string =>
  `answers.${question} ${is ? "==" : "!="} ${JSON.stringify(value)}`;

/** The condition that a text says, if it could have been made by clicks. */
export function readCondition(source: string): Clicked | undefined {
  const [, question, operator, value] =
    /^\s*answers\.(\w+)\s*(==|!=)\s*("[^"\\]*"|'[^'\\]*'|-?\d+|true|false)\s*$/.exec(source) ?? [];
  if (question === undefined || value === undefined) return undefined;
  const read = /^["']/.test(value)
    ? value.slice(1, -1)
    : value === "true" || value === "false"
      ? value === "true"
      : Number(value);
  return { question, is: operator === "==", value: read };
}

/** A condition in words: “only where … is …”. */
export function useConditionWords(questions: TableRow[]) {
  const t = useText();
  const label = useLabel();
  return (condition: Clicked | string): string => {
    if (typeof condition === "string") return t("form.when_text", { condition });
    const row = questions.find((one) => one.question === condition.question);
    const field = row ? fieldOf(row) : undefined;
    const option = field?.options.find(({ id }) => id === condition.value);
    const value =
      typeof condition.value === "boolean"
        ? t(condition.value ? "field.yes" : "field.no")
        : label(option?.label, String(condition.value));
    const question = label(field?.label, condition.question);
    return t(condition.is ? "form.when_is" : "form.when_is_not", { question, value });
  };
}
