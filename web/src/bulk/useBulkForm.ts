// What is entered for the chosen records, kept in this tab until it is done.
import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../api/account";
import { fieldOf } from "../api/definitions";
import { useKept } from "../api/kept";
import { recordQuery } from "../api/record";
import type { Action, Field, Fields, ListedRecord, Macro, Process, Value } from "../api/wire";
import { useMacrosOf } from "../api/words";
import { isEmpty } from "../field/value";
import { mustSay } from "../record/perform";
import { type TextOf, useText } from "../text/language";
import { isStep, type Plan, startsFrom } from "./plan";

/** What stands for changing fields among the steps. */
export const FIELDS = "fields";

/** What stands for a macro among them. */
export const macroId = (number: string) => `macro:${number}`;

interface Entered {
  what: string | undefined;
  fields: string[];
  emptied: string[];
  /** By what is to be done: a step's are its own. */
  values: { [what: string]: Fields };
  comment: string;
}

const nothing = (): Entered => ({ what: undefined, fields: [], emptied: [], values: {}, comment: "" });

/** A record of each state among them, by itself, with what may be done with it. */
function useSamples(process: Process, records: ListedRecord[]) {
  const byState = new Map(records.map((record) => [`${record.state} ${record.is_void}`, record.number]));
  return useQueries({
    queries: [...byState.values()].map((number) => recordQuery({ process: process.id, number })),
    combine: (found) => ({
      samples: found.flatMap(({ data }) => data ?? []),
      isPending: found.some(({ isPending }) => isPending),
      error: found.find(({ error }) => error)?.error,
    }),
  });
}

export function useBulkForm(process: Process, records: ListedRecord[], begin: "edit" | "step") {
  const t = useText();
  const kept = useKept(useMe().data?.id ?? "", `bulk.${process.id}`, nothing);
  const entered = kept.value;
  const [asked, setAsked] = useState(begin === "edit" ? FIELDS : undefined);
  const [faults, setFaults] = useState<{ [place: string]: string }>({});
  const { samples, isPending, error } = useSamples(process, records);
  const steps = stepsOf(
    process,
    records,
    samples.flatMap(({ actions }) => actions),
  );
  const editable = new Set(samples.flatMap((sample) => sample.editable));
  const fields = process.fields.filter(
    (field) => editable.has(field.id) && !field.derived && !field.fixed && field.kind !== "table",
  );
  const isSound = ({ problems }: Macro) => problems.length === 0;
  const macros = (useMacrosOf(process.id, process.may.macros).data ?? []).filter(isSound);
  const first = steps.find(({ action }) => action.id === entered.what) ?? steps[0];
  const what = asked ?? first?.action.id;
  const step = steps.find(({ action }) => action.id === what);
  const macro = macros.find(({ number }) => macroId(number) === what);
  const values = (what && entered.values[what]) || {};
  const chosen = entered.fields.flatMap((id) => fields.find((field) => field.id === id) ?? []);
  const enter = (id: string, value: Value) => {
    settle(id);
    kept.change((before) => ({
      ...before,
      emptied: isEmpty(value) ? before.emptied : before.emptied.filter((one) => one !== id),
      values: { ...before.values, [what ?? ""]: { ...before.values[what ?? ""], [id]: value } },
    }));
  };
  const settle = (place: string) => setFaults(({ [place]: _, ...others }) => others);
  const isEmptied = (id: string) => entered.emptied.includes(id);
  const starting = (action: Action) => records.filter((record) => startsFrom(process, action, record));
  /** What is wrong with it, by place, before anybody is asked. */
  const wrong = () => {
    if (macro) return {};
    if (step) return faultsOfStep(t, step.action, values, entered.comment, starting(step.action));
    if (chosen.length === 0) return { [FIELDS]: t("bulk.need_fields") };
    return faultsOfFields(t, chosen, values, isEmptied);
  };
  return {
    isPending,
    error,
    what,
    step,
    steps,
    macro,
    macros,
    fields,
    chosen,
    values,
    comment: entered.comment,
    faults,
    isEmptied,
    choose: (next: string) => {
      setAsked(next);
      setFaults({});
      kept.change((before) => ({ ...before, what: next }));
    },
    chooseFields: (ids: string[]) => {
      settle(FIELDS);
      const isSwitch = (id: string) => fieldOf(process, id)?.kind === "boolean" && !(id in values);
      kept.change((before) => ({
        ...before,
        fields: ids,
        // A switch that nobody has touched says no.
        values: {
          ...before.values,
          [FIELDS]: { ...before.values[FIELDS], ...Object.fromEntries(ids.filter(isSwitch).map((id) => [id, false])) },
        },
      }));
    },
    enter,
    empty: (id: string, isEmptied: boolean) => {
      settle(id);
      kept.change((before) => ({
        ...before,
        emptied: isEmptied ? [...before.emptied, id] : before.emptied.filter((one) => one !== id),
        values: isEmptied
          ? { ...before.values, [FIELDS]: { ...before.values[FIELDS], [id]: undefined } }
          : before.values,
      }));
    },
    say: (comment: string) => {
      settle("comment");
      kept.change((before) => ({ ...before, comment }));
    },
    /** What is to be done, if nothing is wrong with it. */
    plan: (): Plan | undefined => {
      const found = wrong();
      setFaults(found);
      if (Object.keys(found).length > 0) return undefined;
      const only = (ids: string[]): Fields => Object.fromEntries(ids.map((id) => [id, values[id]]));
      if (macro) return { kind: "deeds", macro, values: {} };
      if (!step) return { kind: "edit", values: only(chosen.map(({ id }) => id)) };
      const { action } = step;
      return { kind: "step", action, values: only([...action.requires, ...action.asks]), comment: entered.comment };
    },
    forget: kept.forget,
  };
}

export type BulkForm = ReturnType<typeof useBulkForm>;

interface Step {
  action: Action;
  /** From the state of how many it starts. */
  n: number;
}

/** The steps that start from the state of one of them at least, those first that are allowed with a sample. */
function stepsOf(process: Process, records: ListedRecord[], offered: Action[]): Step[] {
  const byId = new Map<string, Action>();
  for (const action of offered.filter(isStep)) {
    if (action.allowed || !byId.has(action.id)) byId.set(action.id, action);
  }
  return [...byId.values()]
    .map((action) => ({ action, n: records.filter((record) => startsFrom(process, action, record)).length }))
    .filter(({ n }) => n > 0)
    .sort((a, b) => Number(b.action.allowed) - Number(a.action.allowed) || b.n - a.n);
}

type Faults = { [place: string]: string };

function faultsOfFields(t: TextOf, chosen: Field[], values: Fields, isEmptied: (id: string) => boolean): Faults {
  const missing = chosen.filter(({ id }) => isEmpty(values[id]) && !isEmptied(id));
  const fault = (field: Field) => t(field.required ? "bulk.need_value" : "bulk.need_value_or_empty");
  return Object.fromEntries(missing.map((field) => [field.id, fault(field)]));
}

/** What a record has already need not be entered again. */
function faultsOfStep(t: TextOf, action: Action, values: Fields, comment: string, starting: ListedRecord[]): Faults {
  const isThere = (id: string) => starting.some(({ fields }) => !isEmpty(fields[id]));
  const missing = action.requires.filter((id) => isEmpty(values[id]) && !isThere(id));
  const isSilent = mustSay(action) && comment.trim() === "";
  return {
    ...Object.fromEntries(missing.map((id) => [id, t("bulk.need_value")])),
    ...(isSilent ? { comment: t("bulk.need_words") } : {}),
  };
}
