// Which records of a list are chosen, to do something with all of them.
import { useCallback, useRef, useState } from "react";
import type { ListedRecord } from "../api/wire";

type Chosen = ReadonlyMap<string, ListedRecord>;

export interface Selection {
  /** By number, as each was when it was chosen. */
  chosen: Chosen;
  /** Chooses one or leaves it; with `isRange`, all from the one before to it as well. */
  toggle: (number: string, isRange?: boolean) => void;
  /** Chooses just these. */
  choose: (records: ListedRecord[]) => void;
  /** Leaves these. */
  leave: (numbers: string[]) => void;
  clear: () => void;
}

const NONE: Chosen = new Map();

/** What is chosen of the list of that name; another list has nothing chosen. */
export function useSelection(name: string, records: ListedRecord[]): Selection {
  const [kept, setKept] = useState({ name, chosen: NONE });
  const last = useRef<string>(undefined);
  const latest = useRef({ name, records });
  latest.current = { name, records };
  const set = useCallback((change: (before: Chosen) => Chosen) => {
    const { name } = latest.current;
    setKept((before) => ({ name, chosen: change(before.name === name ? before.chosen : NONE) }));
  }, []);
  const toggle = useCallback(
    (number: string, isRange = false) => {
      const range = isRange ? between(latest.current.records, last.current, number) : [];
      const own = latest.current.records.find((record) => record.number === number);
      last.current = number;
      set((before) => {
        const next = new Map(before);
        for (const record of range) next.set(record.number, record);
        if (range.length === 0 && !next.delete(number) && own) next.set(number, own);
        return next;
      });
    },
    [set],
  );
  const choose = useCallback(
    (list: ListedRecord[]) => set(() => new Map(list.map((record) => [record.number, record]))),
    [set],
  );
  const leave = useCallback(
    (numbers: string[]) => set((before) => new Map([...before].filter(([number]) => !numbers.includes(number)))),
    [set],
  );
  const clear = useCallback(() => set(() => NONE), [set]);
  return { chosen: kept.name === name ? kept.chosen : NONE, toggle, choose, leave, clear };
}

/** The records from one to another, in the order of the list; none, where one of them is not in it. */
function between(records: ListedRecord[], from: string | undefined, to: string): ListedRecord[] {
  const [one = -1, other = -1] = [from, to].map((number) => records.findIndex((record) => record.number === number));
  return one < 0 || other < 0 ? [] : records.slice(Math.min(one, other), Math.max(one, other) + 1);
}
