// Saved views: lists of one process as people keep them, each a record of its own.
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { read, withQuery, write } from "./client";
import { ofContent } from "./definitions";
import { useIntents } from "./intent";
import type { Definitions, ListedRecord, Page, YuhengRecord } from "./wire";

/** What is kept of a list; what is empty is as the list has it by itself. */
export interface KeptList {
  filter?: string;
  folder?: string;
  sort?: string;
  columns?: string[];
  /** By what it is grouped. */
  group?: string;
}

/** A list as somebody kept it. */
export interface SavedView extends KeptList {
  number: string;
  title: string;
  /** Its state says who sees it. */
  state: string;
  version: number;
}

/** The process that keeps views; none for whoever has no such thing. */
export const keeperOf = ({ processes }: Definitions) => ofContent(processes, "saved_view")[0];

const textOf = (record: ListedRecord, field: string) => {
  const value = record.fields[field];
  return typeof value === "string" && value !== "" ? value : undefined;
};

function viewOf(record: ListedRecord): SavedView {
  const { number, title, state, version } = record;
  const [filter, folder, sort, columns, group] = ["filter", "folder", "sort", "columns", "grouped_by"].map((field) =>
    textOf(record, field),
  );
  return { number, title: title ?? number, state, version, filter, folder, sort, columns: columns?.split(" "), group };
}

/** How many views of one process are offered. */
const MOST = 200;

/** Whoever may read all records is offered no view that another keeps for themselves. */
const OFFERED = "record.is_open == true && (record.opened_by == actor.id || has(record.shared_by))";

/** Where a view that one may use is looked for by its name. */
export const viewsSought = (keeper: string, limit: number) => ({ process: keeper, filter: OFFERED, limit });

/** The process whose list a view is. */
export const listedBy = (view: ListedRecord) => textOf(view, "records_of");

/** Those views of a process that one may use, by their titles. */
export const viewsQuery = (keeper: string, process: string) =>
  queryOptions({
    queryKey: ["records", keeper, "of", process],
    queryFn: async ({ signal }) => {
      const filter = `${OFFERED} && record.records_of == ${JSON.stringify(process)}`;
      const page = await read<Page<ListedRecord>>(withQuery(`/records/${keeper}`, { filter, limit: MOST }), signal);
      return page.items.map(viewOf).sort((one, other) => one.title.localeCompare(other.title));
    },
    staleTime: 60_000,
    // What is taken from one is told by no event.
    refetchInterval: 60_000,
  });

export const useSavedViews = (keeper: string | undefined, process: string) =>
  useQuery({ ...viewsQuery(keeper ?? "", process), enabled: keeper !== undefined });

/** The views that one follows. */
export const useFollowedViews = (keeper: string | undefined) =>
  useQuery({
    queryKey: ["records", keeper, "followed"],
    queryFn: async ({ signal }) => {
      const query = { folder: "watched", filter: "record.is_open == true", limit: MOST };
      return (await read<Page<ListedRecord>>(withQuery(`/records/${keeper}`, query), signal)).items;
    },
    enabled: keeper !== undefined,
  });

/** For how many milliseconds a view's count stands: counting costs more than a page of the list. */
const COUNTED = 60_000;

/** How many records are in a view, as of a minute ago at most. */
export const useCount = (process: string, { filter, folder }: KeptList, enabled: boolean) =>
  useQuery({
    queryKey: ["counts", process, filter, folder],
    queryFn: async ({ signal }) => {
      const query = { filter, folder, limit: 1, total: 1 };
      return (await read<Page<ListedRecord>>(withQuery(`/records/${process}`, query), signal)).total ?? 0;
    },
    enabled,
    staleTime: COUNTED,
  });

const written = ({ columns, ...kept }: KeptList) => ({
  filter: kept.filter || null,
  folder: kept.folder || null,
  sort: kept.sort || null,
  columns: columns?.join(" ") || null,
  grouped_by: kept.group || null,
});

const given = (fields: object) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

/** Keeps a list as a new view, or a changed one in its place. */
export function useKeepView(keeper: string, process: string) {
  const client = useQueryClient();
  const intents = useIntents();
  const settle = () => client.invalidateQueries({ queryKey: ["records", keeper] });
  const create = useMutation({
    mutationFn: async ({ title, ...list }: KeptList & { title: string }) => {
      const body = { title, records_of: process, ...given(written(list)) };
      const made = await write<YuhengRecord>(`/records/${keeper}`, { body, key: intents.keyOf("view", body) });
      intents.done("view");
      return made;
    },
    // It is here before anybody asks for what is in it.
    onSuccess: (made) => {
      client.setQueryData(viewsQuery(keeper, process).queryKey, (views = []) => [...views, viewOf(made)]);
      return settle();
    },
  });
  const change = useMutation({
    mutationFn: ({ number, version, ...list }: KeptList & { number: string; version: number }) =>
      write<YuhengRecord>(`/records/${keeper}/${number}`, { method: "PATCH", body: written(list), version }),
    onSettled: (_made, _failure, { number }) => {
      void client.invalidateQueries({ queryKey: ["record", keeper, number] });
      return settle();
    },
  });
  return { create, change };
}
