// What is one's own across processes: how much there is in each folder, what is in one, following.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { read, withQuery, write } from "./client";
import type { Folders, ListedRecord, Page } from "./wire";

export type FolderId = "todo" | "done" | "started" | "copied" | "watched";

const PAGE = 30;

export const useFolders = () =>
  useQuery({
    queryKey: ["folders"],
    queryFn: ({ signal }) => read<Folders>("/me/folders", signal),
    staleTime: 15_000,
    refetchInterval: 60_000,
    retry: false,
  });

/** The records that a query asks for, page after page. */
export function usePages(query: { folder?: string; filter?: string; sort: string }, enabled = true) {
  return useInfiniteQuery({
    queryKey: ["records", "*", "pages", query],
    queryFn: ({ pageParam, signal }) =>
      read<Page<ListedRecord>>(withQuery("/records", { ...query, cursor: pageParam, limit: PAGE }), signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
    enabled,
    staleTime: 15_000,
    refetchInterval: 60_000,
  });
}

/** Follows a record, or follows it no longer. */
export function useWatch(process: string, number: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (watched: boolean) =>
      write<void>(`/records/${process}/${number}/watch`, { method: watched ? "PUT" : "DELETE" }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["folders"] });
      void client.invalidateQueries({ queryKey: ["records", process, "followed"] });
      return client.invalidateQueries({ queryKey: ["record", process, number] });
    },
  });
}
