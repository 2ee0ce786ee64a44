// What a record's fields and steps are called among what can be done with it, and which of them gives it to somebody.
import type { Field, YuhengRecord } from "../api/wire";
import type { Offer } from "../palette/offer";
import { inBoth } from "../text/language";

/** The field that says in every process who works on a record. */
const ASSIGNEE = "assignee";

/** Editing a field. */
export const editOf = (record: YuhengRecord, field: Field): Pick<Offer, "id" | "about" | "label"> => ({
  id: `edit:${field.id}`,
  about: { record: record.number },
  label: inBoth("record.edit", { field: field.label }),
});

/** The palette over what else can be done with a record. */
export const furtherOf = (about: Offer["about"], run: Offer["run"]): Offer => ({
  id: "further",
  kind: "key",
  about,
  label: inBoth("palette.further"),
  key: ".",
  run,
});

export const isEditable = (record: YuhengRecord, field: string) => record.editable.includes(field);

/** Whether an action stands in the bar; the others have their own place on the page. */
const isStep = (id: string) => /^(transition|convert):|^(void|merge|unmerge|split|view_as)$/.test(id);

export const stepsOf = (record: YuhengRecord) => record.actions.filter((action) => isStep(action.id));

/** By which offer a record is given to somebody: the step that asks who gets it, the field itself, a step that may be told; where none
 * can be taken, the step that says why. */
export function givenBy(record: YuhengRecord): string | undefined {
  const steps = stepsOf(record);
  const requires = steps.filter((step) => step.requires.includes(ASSIGNEE));
  const step =
    requires.find((one) => one.allowed) ??
    (isEditable(record, ASSIGNEE) ? undefined : steps.find((one) => one.allowed && one.asks.includes(ASSIGNEE)));
  if (step) return step.id;
  return isEditable(record, ASSIGNEE) ? `edit:${ASSIGNEE}` : requires[0]?.id;
}
