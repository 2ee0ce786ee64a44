// Giving records back what they had before the last change of several, as long as the list stands that it was made from.
import { useState } from "react";
import { formerParts } from "../api/bulk";
import type { BulkResult, ListedRecord } from "../api/wire";
import { type Course, isDone, useRun } from "./useRun";

export interface Edited {
  fields: string[];
  /** As they were, with the version that they have after it. */
  former: ListedRecord[];
}

export function useUndo(process: string, onUndone: (former: ListedRecord[], results: BulkResult[]) => void) {
  const [edited, setEdited] = useState<Edited>();
  const run = useRun(process, (course) => edited && onUndone(edited.former, course.results));
  const { course, error, isRunning, reset } = run;
  const results = course?.results ?? [];
  const start = () => {
    if (!edited || isRunning) return;
    if (course && !isDone(course)) run.goOn();
    else if (!course) run.start(formerParts(edited.former, edited.fields), false);
  };
  return {
    edited,
    run,
    error,
    restored: results.filter(({ ok }) => ok).length,
    refused: results.filter(({ ok }) => !ok),
    /** How many are left to be given back; none before it begins. */
    left: course ? leftOf(course) : (edited?.former.length ?? 0),
    isBegun: course !== undefined,
    start,
    offer: (next: Edited) => {
      reset();
      setEdited(next);
    },
    close: () => {
      reset();
      setEdited(undefined);
    },
  };
}

export type Undo = ReturnType<typeof useUndo>;

const leftOf = ({ of, results }: Course) => of - results.length;
