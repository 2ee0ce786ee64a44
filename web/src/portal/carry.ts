// Takes what a customer began to write to another place, words and files: to an answer that can be sent, or to a report.
import { newKey } from "../api/client";
import { keepAt, keptAt } from "../api/kept";
import { type KeptFile, moveFiles } from "../api/keptFiles";
import type { Process } from "../api/wire";
import { startValues } from "../field/value";
import type { Tried } from "../record/perform";
import { blank, PLACE, type Unsent } from "./draft";
import { questionsOf } from "./question";

/** What is kept of an answer: its words, and the key under which they will be sent. */
export interface Begun {
  text: string;
  key: string;
  /** As what they were sent, while nobody knows whether they arrived. */
  tried?: Tried;
}

export const nothing = (): Begun => ({ text: "", key: newKey() });
export const placeOf = (number: string) => `answer.${number}`;

const joined = (...texts: unknown[]) => texts.filter((text) => typeof text === "string" && text !== "").join("\n");

/** To the answer on another record; whether that could be done. */
export async function toAnswer(writer: string, number: string, text: string, files: KeptFile[]): Promise<boolean> {
  if (!(await moveFiles(writer, files, placeOf(number)))) return false;
  const there = keptAt<Begun>(writer, placeOf(number), "browser");
  keepAt(writer, placeOf(number), { text: joined(there?.text, text), key: newKey() } satisfies Begun, "browser");
  return true;
}

/** To a report of a process, or to the one that is begun already; whether that could be done. */
export async function toReport(writer: string, process: Process, text: string, files: KeptFile[]): Promise<boolean> {
  if (!(await moveFiles(writer, files, PLACE))) return false;
  const words = wordsOf(process);
  const begun = keptAt<Unsent>(writer, PLACE, "browser") ?? blank();
  const values = words ? { ...begun.values, [words]: joined(begun.values[words], text) } : begun.values;
  keepAt(writer, PLACE, { ...begun, kind: process.id, values, key: newKey() } satisfies Unsent, "browser");
  return true;
}

/** Which of a report's questions is answered in sentences. */
function wordsOf(process: Process): string | undefined {
  const { asked, later } = questionsOf(process, startValues(process, null));
  const fields = [...asked.flatMap((question) => question.fields), ...later];
  return (fields.find((field) => field.kind === "long_text") ?? fields.find((field) => field.kind === "text"))?.id;
}
