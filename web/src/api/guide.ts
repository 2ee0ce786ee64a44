// What guides people: the glossary, the first day of a company, and what is proposed for it.
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { read, withQuery, write } from "./client";
import type { Deadline, GlossaryTerm, Proposal, Setup } from "./wire";

const glossaryQuery = queryOptions({
  queryKey: ["glossary"],
  queryFn: ({ signal }) => read<{ items: GlossaryTerm[] }>("/glossary", signal),
  staleTime: 3_600_000,
});

export const useGlossary = (enabled = true) => useQuery({ ...glossaryQuery, enabled });

const setupKey = ["records", "setup"];

/** How far the company is set up; read again with every list, since it is read from what there is. */
export const useSetup = (enabled = true) =>
  useQuery({ queryKey: setupKey, queryFn: ({ signal }) => read<Setup>("/setup", signal), enabled, staleTime: 5_000 });

/** Notes where people stand in it, or that they are done. */
export function useNoteSetup() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (noted: { at?: string; dismissed: boolean }) => write<void>("/setup", { method: "PUT", body: noted }),
    onSuccess: () => client.invalidateQueries({ queryKey: setupKey }),
  });
}

export const useProposals = () =>
  useQuery({
    queryKey: ["setup", "proposals"],
    queryFn: ({ signal }) => read<{ items: Proposal[] }>("/setup/proposals", signal),
    staleTime: 3_600_000,
  });

/** When so much of a calendar's time is used up, counted from an instant. */
export function useDeadline(process: string, number: string | undefined, start: string, minutes: number) {
  return useQuery({
    queryKey: ["records", "deadline", process, number, start, minutes],
    queryFn: ({ signal }) =>
      read<Deadline>(withQuery(`/records/${process}/${number}/deadline`, { start, minutes }), signal),
    enabled: number !== undefined,
    staleTime: 60_000,
  });
}
