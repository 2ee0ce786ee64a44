// The questions that a report asks, one at a time: the fields that the definition asks customers for, in its order;
// neighbours of one kind stand together.
import type { Field, Fields, Process } from "../api/wire";
import { formParts, isOffered } from "../field/value";

export interface Question {
  id: string;
  fields: Field[];
}

type Kind = "words" | "choice" | "other";

const AT_MOST = 3;

function kindOf(field: Field): Kind {
  if (field.kind === "text" || field.kind === "long_text") return "words";
  return field.kind === "choice" || field.kind === "boolean" ? "choice" : "other";
}

/** What is asked, and what may be added. Where a definition asks customers nothing in particular, what anybody can say. */
export function questionsOf(process: Process, start: Fields): { asked: Question[]; later: Field[] } {
  const isGiven = (field: Field) => field.kind === "reference" && start[field.id] !== undefined;
  const fields = process.fields.filter((field) => isOffered(process, field) && !field.internal && !isGiven(field));
  const plain = new Set(formParts(process, start, "short").first);
  const hasAsk = fields.some((field) => field.ask);
  const isAsked = (field: Field) => field.required || (hasAsk ? Boolean(field.ask) : plain.has(field));
  return { asked: together(fields.filter(isAsked)), later: fields.filter((field) => !isAsked(field)) };
}

/** Neighbours of one kind on one page; a record to point to always by itself. */
function together(fields: Field[]): Question[] {
  const questions: Question[] = [];
  for (const field of fields) {
    const last = questions.at(-1)?.fields ?? [];
    const kind = kindOf(field);
    const fits = kind !== "other" && last.length < AT_MOST && last.every((one) => kindOf(one) === kind);
    if (last.length > 0 && fits) last.push(field);
    else questions.push({ id: field.id, fields: [field] });
  }
  return questions;
}
