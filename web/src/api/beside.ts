// What stands beside a record: what is like it, what its customer is promised, what else that customer has.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { read, withQuery } from "./client";
import { pathOf, type RecordAddress } from "./record";
import type { Covered, ListedRecord, Page, Similar } from "./wire";

interface Items<T> {
  items: T[];
}

export const useSimilar = (at: RecordAddress, enabled: boolean) =>
  useQuery({
    queryKey: ["record", at.process, at.number, "similar"],
    queryFn: ({ signal }) => read<Items<Similar>>(`${pathOf(at)}/similar`, signal),
    enabled,
    staleTime: 300_000,
  });

export interface SoFar {
  process: string;
  title: string;
  customer: string | undefined;
  service: string | undefined;
}

/** What is like a report while it is being written. */
export const useSimilarSoFar = (soFar: SoFar) =>
  useQuery({
    queryKey: ["similar", soFar],
    queryFn: ({ signal }) => read<Items<Similar>>(withQuery("/similar", { ...soFar }), signal),
    enabled: soFar.title.trim().length > 1,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

/** What a customer is promised today, by contract. */
export const useCoverage = (customer: string | undefined) =>
  useQuery({
    queryKey: ["coverage", customer],
    queryFn: ({ signal }) => read<Items<Covered>>(withQuery("/coverage", { customer }), signal),
    enabled: customer !== undefined,
    staleTime: 300_000,
  });

/** What was opened last for a customer. */
export const useRecentOf = (process: string, customer: string | undefined) =>
  useQuery({
    queryKey: ["records", process, "recent of", customer],
    queryFn: ({ signal }) => {
      const query = { filter: `record.customer == ${JSON.stringify(customer)}`, sort: "-opened_at", limit: 7 };
      return read<Page<ListedRecord>>(withQuery(`/records/${process}`, query), signal);
    },
    enabled: customer !== undefined,
    staleTime: 60_000,
  });
