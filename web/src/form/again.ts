// A form that has changed while it was filled in: once the server refuses an answer, or what is ordered, the form and what
// can be ordered are read again, and what has changed is said.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { recordQuery } from "../api/record";
import type { Fields, Process, TableRow } from "../api/wire";
import { type Changed, changedIn } from "./aside";
import { bringerOf, bringing, isUnseen, questionsIn } from "./context";
import { fieldOf } from "./question";
import { isAnswers } from "./shape";

export interface Faults {
  [path: string]: string;
}

/** What was found when a form was read again. */
export interface Again {
  changed: Changed;
  /** What the server said of answers that are not on the page. */
  unseen: string[];
}

/** Follows the form that is filled in; `renew` hears when it is read again: what is then sent is another record. */
export function useAgain(process: Process | undefined, values: Fields, questions: TableRow[], renew: () => void) {
  const client = useQueryClient();
  const [again, set] = useState<Again>();
  /** Reads the form again where faults are about it; the faults that are still about something on the page. */
  const look = async (faults: Faults): Promise<Faults> => {
    set(undefined);
    const table = process?.fields.find(isAnswers);
    const item = bringing(process)?.from;
    const inTable = (path: string) => table !== undefined && (path === table.id || path.startsWith(`${table.id}.`));
    const isAbout = Object.keys(faults).some((path) => path === item || inTable(path));
    if (!isAbout) return faults;
    // What was refused was not made.
    renew();
    await client.invalidateQueries({ queryKey: ["candidates"] });
    const at = bringerOf(process, values);
    const now = at ? await read(at) : [];
    // Without an answer nothing is known of the form: what the server said of it is all that can be told.
    const known = now ?? questions;
    const ids = new Set(known.map((row) => `${table?.id}.${fieldOf(row).id}`));
    const off = Object.entries(faults).filter(([path]) => inTable(path) && !ids.has(path));
    const changed = changedIn(questions, known);
    set({ changed, unseen: isSaid(changed) ? [] : off.map(([, message]) => message) });
    return Object.fromEntries(Object.entries(faults).filter(([path]) => !off.some(([other]) => other === path)));
  };
  const read = async (at: { process: string; number: string }) => {
    try {
      const query = recordQuery(at);
      await client.cancelQueries({ queryKey: query.queryKey, exact: true });
      return questionsIn(process, await client.fetchQuery({ ...query, staleTime: 0 }));
    } catch (error) {
      return isUnseen(error) ? [] : undefined;
    }
  };
  return { again, isSaid: again !== undefined && isWorthSaying(again), look, done: () => set(undefined) };
}

const isSaid = ({ gone, come }: Changed) => gone.length + come.length > 0;

/** Whether there is anything to say. */
export const isWorthSaying = ({ changed, unseen }: Again) => isSaid(changed) || unseen.length > 0;
