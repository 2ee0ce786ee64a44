// Takes what a customer began to write to another place, words and files: to an answer that can be sent, or to a report.
import { newKey } from "../api/client";
import { keepAt, keptAt } from "../api/kept";
import { type KeptFile, moveFiles } from "../api/keptFiles";
import type { Process } from "../api/wire";
import { startValues } from "../field/value";
import type { Tried } from "../record/perform";
import { joined } from "../text/joined";
import { blank, hasContent, PLACE, type Unsent } from "./draft";
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

/** To the answer on another record; what hindered it, if something did. */
export async function toAnswer(
  writer: string,
  number: string,
  text: string,
  files: KeptFile[],
): Promise<Hindrance | undefined> {
  if (!(await moveFiles(writer, files, placeOf(number)))) return "unsent.files_stay";
  const there = keptAt<Begun>(writer, placeOf(number), "browser");
  keepAt(writer, placeOf(number), { text: joined(there?.text, text), key: newKey() } satisfies Begun, "browser");
  return undefined;
}

/** Why something could not be taken along, by the name of the text that says so. */
type Hindrance = "unsent.files_stay" | "unsent.report_begun";

/** To a report of a process, or to the one of its kind that is begun already; what hindered it, if something did. */
export async function toReport(
  writer: string,
  process: Process,
  text: string,
  files: KeptFile[],
): Promise<Hindrance | undefined> {
  const begun = keptAt<Unsent>(writer, PLACE, "browser") ?? blank();
  const isOther = hasContent(begun) && begun.kind !== undefined && begun.kind !== process.id;
  const words = wordsOf(process);
  // What has been sent but for its pictures, or is about something else, takes nothing more.
  if (begun.number || isOther || !words) return "unsent.report_begun";
  if (!(await moveFiles(writer, files, PLACE))) return "unsent.files_stay";
  const values = { ...begun.values, [words]: joined(begun.values[words], text) };
  keepAt(writer, PLACE, { ...begun, kind: process.id, values, key: newKey() } satisfies Unsent, "browser");
  return undefined;
}

/** Which of a report's questions is answered in sentences. */
export function wordsOf(process: Process): string | undefined {
  const { asked, later } = questionsOf(process, startValues(process, null));
  const fields = [...asked.flatMap((question) => question.fields), ...later];
  return (fields.find((field) => field.kind === "long_text") ?? fields.find((field) => field.kind === "text"))?.id;
}
