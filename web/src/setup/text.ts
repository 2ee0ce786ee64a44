// What is proposed, in one language and with the records that were made of it in the place of keys.
import type { Field, Fields, Language, Process, Proposal, Reference, Value } from "../api/wire";

/** The values of a proposal as a form has them; what names something that is not there is left out. */
export function proposedValues(
  process: Process,
  proposal: Proposal,
  language: Language,
  made: ReadonlyMap<string, Reference>,
): Fields {
  const values: Fields = {};
  for (const [id, given] of Object.entries(proposal.fields)) {
    const field = process.fields.find((one) => one.id === id);
    const value = field && valueIn(field, given, language, made);
    if (value !== undefined) values[id] = value;
  }
  return values;
}

function valueIn(field: Field, given: unknown, language: Language, made: ReadonlyMap<string, Reference>): Value {
  const plain = inOne(given, language);
  if (field.kind === "reference") return typeof plain === "string" ? made.get(plain.replace(/^@/, "")) : undefined;
  return plain as Value;
}

/** A value in which each text in two languages is the text in one. */
function inOne(given: unknown, language: Language): unknown {
  if (Array.isArray(given)) return given.map((one) => inOne(one, language));
  if (typeof given !== "object" || given === null) return given;
  const entries = given as { [key: string]: unknown };
  if ("zh" in entries && "en" in entries) return entries[language];
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, inOne(value, language)]));
}

/** What a proposed record would be called. */
export function proposedTitle(process: Process, proposal: Proposal, language: Language): string {
  return String(inOne(proposal.fields[process.title], language) ?? proposal.key);
}
