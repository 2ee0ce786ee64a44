// Texts and macros: what can be written on a record with one word, and done with one click.
import { useQuery } from "@tanstack/react-query";
import { read, withQuery } from "./client";
import type { RecordAddress } from "./record";
import type { Audience, Macro, MacroOutlook, TextTemplate } from "./wire";

const pathOf = ({ process, number }: RecordAddress) => `/records/${process}/${number}`;

/** The text templates that may be written on a record for an audience, filled; those that `q` finds. */
export const useTexts = (at: RecordAddress | undefined, audience: Audience, q: string | undefined, language: string) =>
  useQuery({
    queryKey: ["texts", at?.process, at?.number, audience, q, language],
    queryFn: async ({ signal }) => {
      const path = withQuery(`/records/${at?.process}/${at?.number}/texts`, { q, audience });
      return (await read<{ items: TextTemplate[] }>(path, signal)).items;
    },
    enabled: at !== undefined && q !== undefined,
    staleTime: 10_000,
    placeholderData: (before) => before,
  });

/** The macros that a record offers: anew whenever it has changed. */
export const useMacros = (at: RecordAddress, version: number, enabled: boolean) =>
  useQuery({
    queryKey: ["macros", at.process, at.number, version],
    queryFn: async ({ signal }) => (await read<{ items: Macro[] }>(`${pathOf(at)}/macros`, signal)).items,
    enabled,
    staleTime: 60_000,
    placeholderData: (before) => before,
  });

/** The macros for records of a process; what is wrong with one stands with it. */
export const useMacrosOf = (process: string, enabled = true) =>
  useQuery({
    queryKey: ["macros", process],
    queryFn: async ({ signal }) => (await read<{ items: Macro[] }>(withQuery("/macros", { process }), signal)).items,
    enabled: enabled && process !== "",
    staleTime: 10_000,
  });

/** What a macro would do to a record, and by what that plan is known. */
export const useMacroOutlook = (at: RecordAddress, number: string, version: number) =>
  useQuery({
    queryKey: ["macros", at.process, at.number, version, number],
    queryFn: ({ signal }) => read<MacroOutlook>(`${pathOf(at)}/macros/${number}`, signal),
    retry: false,
    gcTime: 0,
  });
