// Merging the chosen records into the one that stays: tried whenever another is to stay, and done with those that can be.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { MOST_MERGED, mergeInto, tryMerge } from "../api/bulk";
import { useIntents } from "../api/intent";
import { useOnce } from "../api/once";
import { recordQuery } from "../api/record";
import type { BulkResult, ListedRecord, Process, Reference } from "../api/wire";

/** Whether one is rather to stay than the other: it is due sooner, or has been there longer. */
function goesBefore(one: ListedRecord, other: ListedRecord): boolean {
  if ((one.due_at ?? null) === (other.due_at ?? null)) return one.opened_at < other.opened_at;
  return one.due_at ? !other.due_at || one.due_at < other.due_at : false;
}

/** The one that is proposed to stay: what was promised first, so that no promise is lost. */
export const proposed = ([first, ...others]: ListedRecord[]): ListedRecord | undefined =>
  first && others.reduce((before, one) => (goesBefore(one, before) ? one : before), first);

export function useMerge(
  process: Process,
  records: ListedRecord[],
  onMerged: (numbers: string[], into: string) => void,
) {
  const client = useQueryClient();
  const intents = useIntents();
  const [chosen, choose] = useState<Reference>();
  const [results, setResults] = useState<BulkResult[]>();
  const [error, setError] = useState<unknown>();
  const own = records.length > 1 ? proposed(records) : undefined;
  const into = chosen?.number ?? own?.number;
  const other = useQuery({
    ...recordQuery({ process: process.id, number: into ?? "" }),
    enabled: into !== undefined && !records.some(({ number }) => number === into),
  });
  const stays = records.find(({ number }) => number === into) ?? (into === undefined ? undefined : other.data);
  const others = records.filter(({ number }) => number !== into);
  const numbers = others.map(({ number }) => number);
  const isTooMany = records.length > MOST_MERGED;
  const trial = useQuery({
    queryKey: ["merge", process.id, into, numbers],
    queryFn: () => tryMerge({ process: process.id, numbers, into: into ?? "" }),
    enabled: into !== undefined && numbers.length > 0 && !isTooMany && !results,
    // What was shown is what is pressed, and what is sent again where no answer came.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const came = results ?? trial.data ?? [];
  const able = came.filter(({ ok }) => ok).map(({ number }) => number);
  const submit = useOnce(async () => {
    if (into === undefined || able.length === 0 || results) return;
    setError(undefined);
    try {
      const merging = { process: process.id, numbers: able, into };
      const done = await mergeInto(merging, intents.keyOf("merge", merging));
      intents.done("merge");
      await client.invalidateQueries({ queryKey: ["records"] });
      for (const number of [...numbers, into]) {
        void client.invalidateQueries({ queryKey: recordQuery({ process: process.id, number }).queryKey });
      }
      const merged = done.filter(({ ok }) => ok).map(({ number }) => number);
      const refused = came.filter(({ ok }) => !ok);
      setResults([...done, ...refused]);
      onMerged(merged, into);
      return done.every(({ ok }) => ok) && refused.length === 0;
    } catch (failure) {
      setError(failure);
    }
    return false;
  });
  return { into, stays, others, choose, chosen, came, able, trial, submit, results, error, isTooMany };
}

export type Merge = ReturnType<typeof useMerge>;
