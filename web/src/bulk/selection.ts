// Which records of a list are chosen, to do something with all of them.
import { useCallback, useEffect, useRef } from "react";
import type { ListedRecord } from "../api/wire";
import { type Chosen, keptChoice, useKeptAt } from "./kept";

export interface Selection {
  /** By number, as each was when it was chosen. */
  chosen: Chosen;
  /** Chooses one or leaves it; with `isRange`, all from the one before to it as well. */
  toggle: (number: string, isRange?: boolean) => void;
  /** Chooses just these. */
  choose: (records: ListedRecord[]) => void;
  /** Chooses these, too. */
  add: (records: ListedRecord[]) => void;
  /** Leaves these. */
  leave: (numbers: string[]) => void;
  clear: () => void;
}

const byNumber = (records: ListedRecord[]) => records.map((record) => [record.number, record] as const);

/** What is chosen of the list of that name; another list has nothing chosen. Without a name it isn't known yet which list it is. */
export function useSelection(name: string | undefined, records: ListedRecord[]): Selection {
  const chosen = useKeptAt(keptChoice, name ?? "");
  // The one that was chosen last, and in which list.
  const last = useRef<{ name: string; number: string }>(undefined);
  const latest = useRef({ name, records });
  latest.current = { name, records };
  // Whoever comes to another list has left the one before.
  useEffect(() => {
    if (name) keptChoice.change(name, (before) => before);
  }, [name]);
  const set = useCallback((change: (before: Chosen) => Chosen) => {
    const { name } = latest.current;
    if (name) keptChoice.change(name, change);
  }, []);
  const toggle = useCallback(
    (number: string, isRange = false) => {
      const { name = "", records } = latest.current;
      const from = last.current?.name === name ? last.current.number : undefined;
      const range = isRange ? between(records, from, number) : [];
      const own = records.find((record) => record.number === number);
      last.current = { name, number };
      set((before) => {
        const next = new Map([...before, ...byNumber(range)]);
        if (range.length === 0 && !next.delete(number) && own) next.set(number, own);
        return next;
      });
    },
    [set],
  );
  const choose = useCallback((list: ListedRecord[]) => set(() => new Map(byNumber(list))), [set]);
  const add = useCallback((list: ListedRecord[]) => set((before) => new Map([...before, ...byNumber(list)])), [set]);
  const leave = useCallback(
    (numbers: string[]) => set((before) => new Map([...before].filter(([number]) => !numbers.includes(number)))),
    [set],
  );
  const clear = useCallback(() => set(() => new Map()), [set]);
  return { chosen, toggle, choose, add, leave, clear };
}

/** The records from one to another, in the order of the list; none, where one of them is not in it. */
function between(records: ListedRecord[], from: string | undefined, to: string): ListedRecord[] {
  const [one = -1, other = -1] = [from, to].map((number) => records.findIndex((record) => record.number === number));
  return one < 0 || other < 0 ? [] : records.slice(Math.min(one, other), Math.max(one, other) + 1);
}
