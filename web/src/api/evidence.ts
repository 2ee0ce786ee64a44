// Objectives with what they counted and left out, and the clauses with what meets them.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { read, withQuery } from "./client";
import type { Clause, CountedRecord, Named, Objective, Page } from "./wire";

export const useObjectives = (period: string) =>
  useQuery({
    queryKey: ["objectives", period],
    queryFn: ({ signal }) => read<{ items: Objective[] }>(withQuery("/objectives", { period }), signal),
  });

export type Part = "passed" | "failed" | "left_out";

const PART: { [part in Part]: { counted: string; passed?: string } } = {
  passed: { counted: "true", passed: "true" },
  failed: { counted: "true", passed: "false" },
  left_out: { counted: "false" },
};

/** The records of one part of an objective's figure. */
export function useObjectiveRecords(id: string, period: string, part: Part) {
  return useInfiniteQuery({
    queryKey: ["objectives", id, period, part],
    queryFn: ({ pageParam, signal }) => {
      const query = { period, ...PART[part], cursor: pageParam };
      return read<Page<CountedRecord>>(withQuery(`/objectives/${id}/records`, query), signal);
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
  });
}

export const useStandards = (isOn = true) =>
  useQuery({
    queryKey: ["standards"],
    queryFn: ({ signal }) => read<{ items: Named[] }>("/standards", signal),
    enabled: isOn,
    staleTime: 300_000,
  });

export const useClauses = (standard: string) =>
  useQuery({
    queryKey: ["standards", standard],
    queryFn: ({ signal }) => read<{ items: Clause[] }>(`/standards/${standard}/clauses`, signal),
    enabled: standard !== "",
  });

export const useClause = (standard: string, clause: string) =>
  useQuery({
    queryKey: ["standards", standard, clause],
    queryFn: ({ signal }) => read<Clause>(`/standards/${standard}/clauses/${clause}`, signal),
    enabled: standard !== "" && clause !== "",
  });
