// What is chosen of a list, kept on the page over an opened record and back; and how the last change of several can be undone, kept
// in this tab over a reload, too.
import { useSyncExternalStore } from "react";
import type { BulkPart, Former } from "../api/bulk";
import { nameOf } from "../api/kept";
import { whenForgotten } from "../api/seen";
import { store, stored } from "../api/storage";
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
  former: Former[];
  /** A part that was sent and not answered for, with its records as they were: nobody knows whether it was done. */
  lost?: { part: BulkPart; records: Former[] } | undefined;
  /** How many more were to be changed and were not. */
  rest: number;
  /** When, in milliseconds. */
  at: number;
}

/** What was changed last, and how far it is given back. */
export interface Undoing {
  edited?: Edited | undefined;
  course?: Course | undefined;
}

/** For so long a change of several can be undone from its list. */
const UNDOABLE_MS = 3_600_000;

const NOTHING: Undoing = {};

/** What can be undone, by its writer and process: whoever looks at another list of the same records may undo it there. */
export const keptUndo = makeLasting();

/** The name of what `writer` can undo of a process. */
export const undoName = (writer: string, process: string) => nameOf(writer, `undo.${process}`);

function makeLasting(): Kept<Undoing> {
  const read = new Map<string, Undoing>();
  const listeners = new Set<() => void>();
  const at = (name: string) => {
    const value = read.get(name) ?? stored<Undoing>("tab", name) ?? NOTHING;
    read.set(name, value);
    return value.edited && Date.now() - value.edited.at < UNDOABLE_MS ? value : NOTHING;
  };
  const tell = () => {
    for (const listener of listeners) listener();
  };
  whenForgotten(() => {
    read.clear();
    tell();
  });
  return {
    at,
    change: (name, next) => {
      const value = next(at(name));
      read.set(name, value);
      store("tab", name, value.edited ? value : undefined);
      tell();
    },
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}
