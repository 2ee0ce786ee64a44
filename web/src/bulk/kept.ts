// What is chosen of a list, and how the last change of several can be undone: kept on the page, over an opened record and back.
import { useSyncExternalStore } from "react";
import { whenForgotten } from "../api/seen";
import type { ListedRecord } from "../api/wire";
import type { Course } from "./useRun";

/** One thing, kept for the place of that name alone: another place takes it over. */
interface Kept<Value> {
  at: (name: string) => Value;
  change: (name: string, next: (before: Value) => Value) => void;
  subscribe: (changed: () => void) => () => void;
}

function makeKept<Value>(none: Value): Kept<Value> {
  let kept = { name: "", value: none };
  const listeners = new Set<() => void>();
  const at = (name: string) => (kept.name === name ? kept.value : none);
  const put = (next: typeof kept) => {
    kept = next;
    for (const listener of listeners) listener();
  };
  whenForgotten(() => put({ name: "", value: none }));
  return {
    at,
    change: (name, next) => put({ name, value: next(at(name)) }),
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}

export const useKeptAt = <Value>({ at, subscribe }: Kept<Value>, name: string): Value =>
  useSyncExternalStore(subscribe, () => at(name));

/** By number, each as it was when it was chosen. */
export type Chosen = ReadonlyMap<string, ListedRecord>;

/** What is chosen, by the name of the list. */
export const keptChoice = makeKept<Chosen>(new Map());

export interface Edited {
  fields: string[];
  /** As they were, with the version that they have after it. */
  former: ListedRecord[];
}

/** What was changed last, and how far it is given back. */
export interface Undoing {
  edited?: Edited | undefined;
  course?: Course | undefined;
}

/** What can be undone, by process: whoever looks at another list of the same records may undo it there. */
export const keptUndo = makeKept<Undoing>({});
