// Tables that are forms, known by the columns that the definitions' checker sees to: questions, and answers to them.
import type { Field } from "../api/wire";

const has = (field: Field | undefined, columns: string[]) =>
  field?.kind === "table" && columns.every((id) => field.columns.some((column) => column.id === id));

/** Whether a field holds the questions of a form. */
export const isQuestions = (field: Field | undefined) => has(field, ["question", "zh", "kind", "options", "when"]);

/** Whether a field holds what was answered to such a form. */
export const isAnswers = (field: Field | undefined) => has(field, ["question", "value", "shown_zh", "shown_en"]);
