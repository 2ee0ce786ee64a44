// What is entered in a step's form, beside what its reader saw then: others' changes come in by a refusal only, never under the
// hand, and what clashes with them is for the reader to decide.
import { useState } from "react";
import { useMe } from "../api/account";
import { useKept } from "../api/kept";
import { type RecordAddress, useReadAgain } from "../api/record";
import type { Action, Fields, Process, Value, YuhengRecord } from "../api/wire";
import { give } from "../create/brought";
import { same, toInput } from "../field/value";
import type { Tried } from "./perform";
import { useAlong } from "./useAlong";

/** What was entered, and what stood in those fields then. */
interface Entered {
  values: Fields;
  seen: Fields;
  /** Which of them came with which reference. */
  brought: { [field: string]: string };
  comment: string;
  /** As what it was sent, while nobody knows whether it arrived. */
  tried?: Tried;
}

const nothing = (): Entered => ({ values: {}, seen: {}, brought: {}, comment: "" });

/** Those of the values that are called for. */
const only = (values: Fields, ids: string[]): Fields =>
  Object.fromEntries(ids.filter((id) => id in values).map((id) => [id, values[id]]));

export function useStepForm(at: RecordAddress, process: Process, record: YuhengRecord, action: Action) {
  const entered = useKept(useMe().data?.id ?? "", `step.${action.id}.${at.number}`, nothing);
  const asked = [...action.requires, ...action.asks];
  const values = only(entered.value.values, asked);
  const [base, setBase] = useState({ version: record.version, state: record.state, fields: record.fields });
  const readAgain = useReadAgain(at);
  const clashing = (before: Fields, now: Fields) =>
    asked.filter((id) => id in values && !same(before[id], now[id]) && !same(values[id], now[id]));
  const [clashes, setClashes] = useState(() => clashing(entered.value.seen, base.fields));
  const along = useAlong(process, base.fields, asked);
  const settle = (id: string) => setClashes((before) => before.filter((one) => one !== id));
  const enter = (id: string, value: Value) =>
    entered.change((before) => {
      const came = Object.entries(along).filter(([to]) => !(to in before.values));
      const now = {
        values: { ...base.fields, ...before.values },
        brought: { ...Object.fromEntries(came), ...before.brought },
      };
      const next = give(process, now, id, value);
      const touched = asked.filter((one) => one === id || !same(next.values[one], now.values[one]));
      return {
        ...before,
        values: { ...before.values, ...only(next.values, touched) },
        seen: { ...before.seen, ...only(base.fields, touched) },
        brought: next.brought,
      };
    });
  return {
    base,
    values,
    clashes,
    comment: entered.value.comment,
    /** What stands beside a reference that could bring another value: it is what was meant, also where it is as before. */
    settled: Object.fromEntries(
      process.copies.flatMap(({ from, to }) => (from in values && to in values ? [[to, toInput(values[to])]] : [])),
    ),
    /** With which other field a value came. */
    broughtBy: (id: string) => (id in values ? entered.value.brought[id] : undefined),
    enter,
    say: (comment: string) => entered.change((before) => ({ ...before, comment })),
    tried: entered.value.tried,
    keep: (tried: Tried | undefined) =>
      entered.change(({ tried: _, ...before }) => (tried ? { ...before, tried } : before)),
    keepMine: (id: string) => {
      enter(id, values[id]);
      settle(id);
    },
    take: (id: string) => {
      entered.change(({ values: { [id]: _, ...others }, ...before }) => ({ ...before, values: others }));
      settle(id);
    },
    rebase: async () => {
      const now = await readAgain();
      setClashes(clashing(base.fields, now.fields));
      setBase(now);
      return now;
    },
    /** What is entered stands beside what the record holds now, whatever it held before. */
    settle: (now: YuhengRecord) => {
      setClashes([]);
      entered.change((before) => ({ ...before, seen: only(now.fields, Object.keys(before.values)) }));
    },
    /** The step is done, with these words: what was written since stays. */
    done: (words: string) => {
      setClashes([]);
      entered.change(({ comment }) => (comment.trim() === words ? nothing() : { ...nothing(), comment }));
    },
  };
}
