// What was opened of the template, by the key of its proposal: under another name it is known by nothing else.
import { useRef } from "react";
import { usePreference } from "../api/preference";
import type { Reference } from "../api/wire";

/** A record that was opened of the template; lists may not hold it yet if that was just now. */
export interface Made extends Reference {
  isNew?: boolean;
}

export type MadeByKey = ReadonlyMap<string, Made>;

function entriesOf(kept: unknown): [string, Made][] {
  if (typeof kept !== "object" || kept === null) return [];
  return Object.entries(kept).filter(([, one]) => typeof one?.id === "string" && typeof one.process === "string");
}

/** What was made, now or on another day, and noting another. */
export function useMade(): [MadeByKey, (key: string, record: Reference) => void] {
  const [kept, keep] = usePreference("template.made");
  const here = useRef(new Map<string, Made>());
  const before = entriesOf(kept);
  const remember = (key: string, { id, process, number, title }: Reference) => {
    here.current.set(key, { id, process, number, title, isNew: true });
    keep(Object.fromEntries([...before, ...here.current].map(([name, { isNew: _, ...one }]) => [name, one])));
  };
  return [new Map([...before, ...here.current]), remember];
}
