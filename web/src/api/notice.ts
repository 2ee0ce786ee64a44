// What one was told: the list, how much of it is unread, and marking as read one, those of a record, or all.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { read, write } from "./client";
import type { Notices } from "./wire";

export const useNotices = () =>
  useQuery({
    queryKey: ["notices"],
    queryFn: ({ signal }) => read<Notices>("/notices", signal),
    refetchInterval: 60_000,
    retry: false,
  });

function useReading<T>(path: (what: T) => string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (what: T) => write<void>(path(what)),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["folders"] });
      return client.invalidateQueries({ queryKey: ["notices"] });
    },
  });
}

export const useReadNotices = () => useReading<void>(() => "/notices/read");
export const useReadNotice = () => useReading<string>((id) => `/notices/${encodeURIComponent(id)}/read`);

/** Whoever has a record before them has read what they were told of it. */
export function useSeen(process: string, number: string) {
  const { mutate } = useReading<void>(() => `/records/${process}/${number}/seen`);
  const items = useNotices().data?.items ?? [];
  const isUnread = items.some((notice) => !notice.read && notice.record?.number === number);
  useEffect(() => {
    if (isUnread) mutate();
  }, [isUnread, mutate]);
}
