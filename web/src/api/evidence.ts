// Objectives with what they counted and left out, and the clauses with what meets them.
import { useInfiniteQuery, useQueries, useQuery } from "@tanstack/react-query";
import { read, withQuery } from "./client";
import type { Clause, CountedRecord, Named, Objective, ObjectiveMonth, ObjectivePart, Page } from "./wire";

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

/** The twelve months up to the end of a period. */
export const useObjectiveTrend = (id: string, period: string) =>
  useQuery({
    queryKey: ["objectives", id, "trend", period],
    queryFn: ({ signal }) =>
      read<{ items: ObjectiveMonth[] }>(withQuery(`/objectives/${id}/trend`, { period }), signal),
  });

/** Each department's own figure of an objective. */
export const useObjectiveDepartments = (id: string, period: string) => useQuery(departmentsQuery(id, period));

/** The same of several objectives. */
export const useAllDepartments = (ids: string[], period: string) =>
  useQueries({ queries: ids.map((id) => departmentsQuery(id, period)) });

const departmentsQuery = (id: string, period: string) => ({
  queryKey: ["objectives", id, "departments", period],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    read<{ items: ObjectivePart[] }>(withQuery(`/objectives/${id}/departments`, { period }), signal),
});

/** The records of one part of an objective's figure, or of a department's. */
export function useObjectiveRecords(id: string, period: string, part: Part, department?: string) {
  return useInfiniteQuery({
    queryKey: ["objectives", id, period, part, department],
    queryFn: ({ pageParam, signal }) => {
      const query = { period, ...PART[part], department, cursor: pageParam };
      return read<Page<CountedRecord>>(withQuery(`/objectives/${id}/records`, query), signal);
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
  });
}

export const useStandards = () =>
  useQuery({
    queryKey: ["standards"],
    queryFn: ({ signal }) => read<{ items: Named[] }>("/standards", signal),
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
