// Choosing all records of a list, also those that are not loaded.
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { allOf } from "../api/bulk";
import { listName, type View } from "../api/records";
import type { ListedRecord } from "../api/wire";

export function useAll(process: string, view: View, choose: (records: ListedRecord[]) => void) {
  const [found, setFound] = useState(0);
  const stop = useRef<AbortController>(undefined);
  const reading = useMutation({
    mutationFn: async () => {
      const stopping = new AbortController();
      stop.current = stopping;
      setFound(0);
      try {
        const records = await allOf(process, view, stopping.signal, setFound);
        if (!stopping.signal.aborted) choose(records);
      } catch (error) {
        if (!stopping.signal.aborted) throw error;
      }
    },
  });
  const name = listName(process, view);
  const { reset } = reading;
  // Whoever has gone to another list chooses nothing of this one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever it is another list
  useEffect(
    () => () => {
      stop.current?.abort();
      reset();
    },
    [name, reset],
  );
  return {
    found,
    isReading: reading.isPending,
    error: reading.error,
    start: () => reading.mutate(),
    cancel: () => {
      stop.current?.abort();
      reset();
    },
  };
}

export type All = ReturnType<typeof useAll>;
