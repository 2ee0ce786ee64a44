// The log of what happened on all records, and what somebody may do with one.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { read, withQuery } from "./client";
import { pathOf, type RecordAddress } from "./record";
import type { AuditLog, Rights } from "./wire";

export interface AuditAsk {
  actor?: string;
  action?: string;
  process?: string;
  from?: string;
  to?: string;
}

const page = (ask: AuditAsk, cursor: string, signal?: AbortSignal) =>
  read<AuditLog>(withQuery("/audit", { ...ask, cursor, limit: 100 }), signal);

export function useAudit(ask: AuditAsk) {
  return useInfiniteQuery({
    queryKey: ["audit", ask],
    queryFn: ({ pageParam, signal }) => page(ask, pageParam, signal),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next ?? undefined,
    gcTime: 60_000,
  });
}

export const useRights = (at: RecordAddress, person: string | undefined) =>
  useQuery({
    queryKey: ["record", at.process, at.number, "rights", person],
    queryFn: ({ signal }) => read<Rights>(withQuery(`${pathOf(at)}/rights`, { person }), signal),
    enabled: person !== undefined,
    retry: false,
    gcTime: 0,
  });
