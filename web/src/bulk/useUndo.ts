// Giving records back what they had before the last change of several, for an hour, until something else is done with several, or
// nobody wants it.
import { useMutation } from "@tanstack/react-query";
import { useMe } from "../api/account";
import { type Former, formerParts, sendPart } from "../api/bulk";
import type { BulkResult } from "../api/wire";
import { type Edited, keptUndo, undoName, useKeptAt } from "./kept";
import { doneOf } from "./results";
import { type Course, isDone, useRun } from "./useRun";

export function useUndo(process: string, onUndone: (former: Former[], results: BulkResult[]) => void) {
  const name = undoName(useMe().data?.id ?? "", process);
  const { edited, course } = useKeptAt(keptUndo, name);
  // Where somebody has signed out meanwhile, nothing is left to be kept.
  const keep = (next: Course | undefined) =>
    keptUndo.change(name, (before) => (before.edited ? { ...before, course: next } : before));
  const run = useRun(process, [course, keep], (now) => edited && onUndone(edited.former, now.results));
  const { error, isRunning, reset } = run;
  const results = course?.results ?? [];
  // What was sent and not answered for is done to its end first: sent again under its key, nothing of it is done twice.
  const asking = useMutation({
    mutationFn: async ({ former, lost }: Edited) => {
      if (!lost) return former;
      const results = await sendPart(process, lost.part, false);
      const done = doneOf(lost.records, results);
      const own = done.filter(([{ number }, version]) => version !== lost.part.versions[number]);
      return [...former, ...own.map(([record, version]) => ({ ...record, version }))];
    },
    onSuccess: (former) => {
      keptUndo.change(name, ({ edited, ...before }) => ({
        ...before,
        edited: edited && { ...edited, former, lost: undefined },
      }));
      if (edited) run.start(formerParts(former, edited.fields), false);
    },
  });
  const start = () => {
    if (!edited || isRunning || asking.isPending) return;
    if (course && !isDone(course)) run.goOn();
    else if (!course) asking.mutate(edited);
  };
  return {
    edited,
    run,
    error: error ?? asking.error,
    isAsking: asking.isPending,
    restored: results.filter(({ ok }) => ok).length,
    refused: results.filter(({ ok }) => !ok),
    /** How many are left to be given back; none before it begins. */
    left: course ? leftOf(course) : (edited?.former.length ?? 0) + (edited?.lost?.records.length ?? 0),
    isBegun: course !== undefined,
    start,
    offer: (next: Omit<Edited, "at">) => {
      reset();
      keptUndo.change(name, () => ({ edited: { ...next, at: Date.now() } }));
    },
    close: () => {
      reset();
      keptUndo.change(name, () => ({}));
    },
  };
}

export type Undo = ReturnType<typeof useUndo>;

const leftOf = ({ of, results }: Course) => of - results.length;
