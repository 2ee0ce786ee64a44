// Lists of records: of one process, across processes, those that wait for my vote; search.
import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useInfiniteQuery,
  useQuery,
} from "@tanstack/react-query";
import { read, withQuery } from "./client";
import { seenMap } from "./seen";
import type { Found, ListedRecord, ListGroup, Page, Reference } from "./wire";

export interface View {
  filter?: string;
  /** Only what of it is in this folder. */
  folder?: string;
  sort?: string;
  /** By what it is grouped. */
  group?: string;
  /** The groups whose records are left out, separated by commas. */
  folded?: string;
}

const PAGE = 50;
/** For how many milliseconds a refusal stands: whoever led here has just asked. */
const JUST_ASKED = 5_000;
/** How many pages of a list are kept: those before and after are read again when one comes to them. */
const KEPT = 8;

/** Where a page stands: the cursor of the one before it, and how many there are before it. */
interface Place {
  before: string;
  pages: number;
}

/** The ways through lists as far as they were gone, by view; cursors only lead forward. */
const ways = seenMap<string, Map<string, Place>>();

/** What a list is a list of: what is asked for it, whatever address asks. One whose groups are folded is the same list. */
export const listName = (process: string, { filter, folder, sort, group }: View) =>
  JSON.stringify(group ? [process, filter, folder, sort, group] : [process, filter, folder, sort]);

/** The groups of lists as they were told last: a page that lies within one tells none. */
const known = seenMap<string, ListGroup[]>();

function wayThrough(process: string, view: View): Map<string, Place> {
  const name = listName(process, view) + (view.folded ?? "");
  const way = ways.get(name) ?? new Map<string, Place>();
  ways.set(name, way);
  return way;
}

const pagesBefore = (way: Map<string, Place>, cursor: string) => way.get(cursor)?.pages ?? 0;

/** A list page by page. Whoever leads to another view may ask for it before the page is drawn. */
export function recordsQuery(process: string, view: View) {
  const way = wayThrough(process, view);
  return infiniteQueryOptions({
    queryKey: ["records", process, view],
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...view, cursor: pageParam, limit: PAGE };
      const page = await read<Page<ListedRecord>>(withQuery(`/records/${process}`, query), signal);
      if (page.groups) known.set(listName(process, view), page.groups);
      if (page.next) way.set(page.next, { before: pageParam, pages: pagesBefore(way, pageParam) + 1 });
      return page;
    },
    initialPageParam: "",
    maxPages: KEPT,
    getNextPageParam: (page) => page.next || undefined,
    getPreviousPageParam: (_page, _pages, cursor) => way.get(cursor)?.before,
    retryOnMount: ({ state }) => Date.now() - state.errorUpdatedAt > JUST_ASKED,
  });
}

/** Asks for a list that one comes to anew: one that has been read far down is kept without its beginning, and begins again. */
export function beginList(queries: QueryClient, process: string, view: View): Promise<void> {
  const query = recordsQuery(process, view);
  const isWithoutBeginning = queries.getQueryData(query.queryKey)?.pageParams[0];
  if (isWithoutBeginning) queries.removeQueries({ queryKey: query.queryKey, exact: true });
  return queries.prefetchInfiniteQuery(query);
}

/** A list as far as one has gone: however far, a bounded part of it is kept; `skipped` says how many records stand before it. */
export function useRecords(process: string, view: View, enabled = true) {
  const found = useInfiniteQuery({ ...recordsQuery(process, view), placeholderData: keepPreviousData, enabled });
  // Rows that are still those of the list before are shown from the first that is kept of it.
  const [first = ""] = found.isPlaceholderData ? [] : (found.data?.pageParams ?? []);
  // The groups as the newest page that tells them has them.
  const told = found.data?.pages.findLast((page) => page.groups)?.groups;
  const groups = view.group && !found.isPlaceholderData ? (told ?? known.get(listName(process, view))) : told;
  return { ...found, groups, skipped: pagesBefore(wayThrough(process, view), String(first)) * PAGE };
}

/** How many records of a process, or of all (`*`), match. Counting costs more than a page of them: nothing waits for it. */
export function useTotal(process: string, { filter, folder }: View, enabled = true) {
  return useQuery({
    queryKey: ["records", process, "total", filter, folder],
    queryFn: async ({ signal }) => {
      const list = process === "*" ? "/records" : `/records/${process}`;
      const page = await read<Page<ListedRecord>>(withQuery(list, { filter, folder, limit: 1, total: 1 }), signal);
      return page.total ?? 0;
    },
    placeholderData: keepPreviousData,
    enabled,
    staleTime: 15_000,
    refetchInterval: 60_000,
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

/** Where candidates are looked for; a page of them where nothing else is said. */
export interface Sought extends View {
  process: string;
  limit?: number;
  /** Only what is offered to these, by their ids, separated by a comma. */
  offered_to?: string;
}

/** Those records of the processes that are called so or have that number. */
export const candidatesQuery = (sought: Sought[], q: string) =>
  queryOptions({
    queryKey: ["candidates", sought, q],
    queryFn: async ({ signal }): Promise<ListedRecord[]> => {
      const pages = await Promise.all(
        sought.map(({ process, ...view }) =>
          read<Page<ListedRecord>>(withQuery(`/records/${process}`, { limit: 20, ...view, q: q.trim() }), signal),
        ),
      );
      return pages.flatMap((page) => page.items);
    },
    staleTime: 30_000,
  });

export const useCandidates = (sought: Sought[], q: string, enabled: boolean) =>
  useQuery({ ...candidatesQuery(sought, q), enabled, placeholderData: keepPreviousData });

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

const searchQuery = (q: string, limit: number) =>
  queryOptions({
    queryKey: ["search", q, limit],
    queryFn: ({ signal }) => read<Found>(withQuery("/search", { q, limit }), signal),
    enabled: q.trim() !== "",
  });

export const useSearch = (q: string) => useQuery(searchQuery(q, 50));

/** The first hits while words are still typed: those of the words before stand until these are there. */
export const useFirstHits = (q: string) => useQuery({ ...searchQuery(q, 8), placeholderData: keepPreviousData });
