// What a form changes, as a patch to an overlay: whole lists where the definitions have lists. The server checks what comes of it.

import type { Patch, Written, WrittenGrant } from "../api/shape";
import type { Label } from "../api/wire";

const of = (process: string, part: Patch): Patch => ({ process: { [process]: part } });

/** An id made from a name in English: `Site visit` is `site_visit`. */
export function idFrom(name: string): string {
  const word = name.toLowerCase().replace(/[^a-z0-9]+/g, "_");
  return word.replace(/^[^a-z]+|_+$/g, "").slice(0, 60);
}

export interface NewField {
  id: string;
  label: Label;
  help?: Label | undefined;
  type: string;
  options: { id: string; label: Label }[];
  to: string[];
  isRequired: boolean;
  isIndexed: boolean;
  isInternal: boolean;
  isColumn: boolean;
}

export function addField(process: string, shape: Written, given: NewField): Patch {
  const field: Patch = { label: given.label };
  if (given.help) field.help = given.help;
  field.type = given.type;
  if (given.type === "choice") {
    field.options = Object.fromEntries(given.options.map(({ id, label }) => [id, label]));
  }
  if (given.type === "reference") field.to = given.to;
  if (given.isRequired) field.required = true;
  if (given.isIndexed) field.indexed = true;
  if (given.isInternal) field.internal = true;
  return of(process, {
    fields: { [given.id]: field },
    ...(given.isColumn ? { list: [...shape.list, given.id] } : {}),
  });
}

/** Parts that have a label, by the key under which they stand. */
export type Labelled = "fields" | "states" | "transitions" | "clocks";

export const relabel = (process: string, kind: Labelled, id: string, label: Label): Patch =>
  of(process, { [kind]: { [id]: { label } } });

export const relabelProcess = (process: string, label: Label): Patch => of(process, { label });

/** Shows a field in the list, or no longer. */
export function setColumn(process: string, shape: Written, field: string, isColumn: boolean): Patch {
  const others = shape.list.filter((column) => column !== field);
  return of(process, { list: isColumn ? [...others, field] : others });
}

/** What can only be set, never taken back in another way than with the overlay. */
export const markField = (process: string, field: string, mark: "required" | "internal" | "retired"): Patch =>
  of(process, { fields: { [field]: { [mark]: true } } });

/** How a step is done: its words, and by whom. */
export interface Way {
  label: Label;
  by: string[];
  states: string[];
}

export type ClockDoes = "runs" | "pauses" | "stops";

export interface NewState {
  id: string;
  label: Label;
  kind: string;
  /** The step that leads to it, and from where. */
  enter: Way;
  /** The step that leads on, and to where: one state. */
  leave: Way;
  clocks: { [clock: string]: ClockDoes };
}

export function addState(process: string, shape: Written, given: NewState): Patch {
  const clocks = Object.entries(given.clocks).flatMap(([id, does]) => {
    const clock = shape.clocks?.[id];
    if (!clock || does === "stops") return [];
    const [key, states] = does === "runs" ? ["runs_in", clock.runs_in] : ["pauses_in", clock.pauses_in ?? []];
    return [[id, { [key as string]: [...(states as string[]), given.id] }]];
  });
  const [next] = given.leave.states;
  return of(process, {
    states: { [given.id]: { label: given.label, kind: given.kind } },
    transitions: {
      [`to_${given.id}`]: {
        label: given.enter.label,
        from: given.enter.states,
        to: given.id,
        by: given.enter.by,
      },
      [`from_${given.id}`]: { label: given.leave.label, from: [given.id], to: next, by: given.leave.by },
    },
    ...(clocks.length > 0 ? { clocks: Object.fromEntries(clocks) } : {}),
  });
}

export interface Tightened {
  by: string[];
  requires: string[];
  notSameAs: string[];
  comment: string | undefined;
  approval: { by: string[]; form: string } | undefined;
}

/** What of a step is tighter now; nothing where it stands as it was. */
export function tighten(process: string, shape: Written, step: string, given: Tightened): Patch {
  const before = shape.transitions?.[step];
  const changed: Patch = {};
  const isOther = (now: string[], then: string[] = []) => now.join() !== then.join();
  if (isOther(given.by, before?.by)) changed.by = given.by;
  if (isOther(given.requires, before?.requires)) changed.requires = given.requires;
  if (isOther(given.notSameAs, before?.not_same_as)) changed.not_same_as = given.notSameAs;
  if (given.comment && given.comment !== before?.comment) changed.comment = given.comment;
  if (given.approval && !before?.approval) changed.approval = given.approval;
  return of(process, { transitions: { [step]: changed } });
}

/** Another grant, after those that the overlay itself has. */
export function addGrant(process: string, overlay: Patch, grant: WrittenGrant): Patch {
  const written = overlay as { process?: { [id: string]: { grants?: WrittenGrant[] } } };
  return of(process, { grants: [...(written.process?.[process]?.grants ?? []), grant] });
}
