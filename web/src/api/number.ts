// The record behind a number that stands in a text, read when somebody wants to know.
import { useQuery } from "@tanstack/react-query";
import { Refusal, read } from "./client";
import type { YuhengRecord } from "./wire";

/** The record with this number; null: there is none, or not for whoever asks. */
export function useNumber(number: string, enabled: boolean) {
  return useQuery({
    queryKey: ["number", number],
    queryFn: async ({ signal }) => {
      try {
        return await read<YuhengRecord>(`/numbers/${number}`, signal);
      } catch (refusal) {
        if (refusal instanceof Refusal && refusal.status === 404) return null;
        throw refusal;
      }
    },
    enabled,
    staleTime: 60_000,
  });
}
