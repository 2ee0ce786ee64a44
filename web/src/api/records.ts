// Lists of records: of one process, across processes, those that wait for my vote; search.
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { address, read, withQuery } from "./client";
import type { Found, ListedRecord, Page, Reference } from "./wire";

export interface View {
  filter?: string;
  sort?: string;
}

const PAGE = 50;

export function useRecords(process: string, view: View) {
  return useInfiniteQuery({
    queryKey: ["records", process, view],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...view, cursor: pageParam, limit: PAGE, total: pageParam ? undefined : 1 };
      return read<Page<ListedRecord>>(withQuery(`/records/${process}`, query), signal);
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
    placeholderData: keepPreviousData,
  });
}

/** Records of all processes that match, those that are due soonest; for my work and the counts of the navigation. */
export function useRecordsAcross(filter: string, enabled = true) {
  return useQuery({
    queryKey: ["records", "*", filter],
    queryFn: ({ signal }) =>
      read<Page<ListedRecord>>(withQuery("/records", { filter, sort: "due_at", limit: 100 }), signal),
    enabled,
    staleTime: 15_000,
    refetchInterval: 60_000,
  });
}

/** Those records of all processes that changed last. */
export function useRecentlyChanged(filter: string) {
  const query = { filter, sort: "-updated_at", limit: 10 };
  return useQuery({
    queryKey: ["records", "*", "recent", filter],
    queryFn: ({ signal }) => read<Page<ListedRecord>>(withQuery("/records", query), signal),
    staleTime: 15_000,
    refetchInterval: 60_000,
  });
}

export function useWaitingForMe() {
  return useQuery({
    queryKey: ["records", "approvals"],
    queryFn: ({ signal }) => read<Page<ListedRecord>>("/approvals?mine=1", signal),
    staleTime: 15_000,
  });
}

export function exportAddress(process: string, view: View): string {
  return address(withQuery(`/records/${process}/export`, { ...view }));
}

/** Those records of the processes that are called so or have that number. */
export function useCandidates(processes: string[], q: string, enabled: boolean) {
  return useQuery({
    queryKey: ["candidates", processes, q],
    queryFn: async ({ signal }): Promise<Reference[]> => {
      const path = (process: string) => withQuery(`/records/${process}`, { q: q.trim(), limit: 20 });
      const pages = await Promise.all(processes.map((process) => read<Page<ListedRecord>>(path(process), signal)));
      return pages.flatMap((page) => page.items);
    },
    enabled,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}

/** The record of one of `processes` with this id, for a condition that names it. */
export function useRecordById(processes: string[], id: string): Reference | undefined {
  const filter = `record.id == ${JSON.stringify(id)}`;
  const found = useQuery({
    queryKey: ["candidates", processes, "id", id],
    queryFn: async ({ signal }) => {
      const first = (process: string) =>
        read<Page<ListedRecord>>(withQuery(`/records/${process}`, { filter, limit: 1 }), signal);
      const pages = await Promise.all(processes.map(first));
      return pages.flatMap((page) => page.items)[0] ?? null;
    },
    enabled: processes.length > 0,
    staleTime: 300_000,
  });
  return found.data ?? undefined;
}

export function useSearch(q: string) {
  return useQuery({
    queryKey: ["search", q],
    queryFn: ({ signal }) => read<Found>(withQuery("/search", { q, limit: 50 }), signal),
    enabled: q.trim() !== "",
  });
}
