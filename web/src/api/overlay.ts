// Overlays: whether a text can be laid over the definitions, and what a drafted one changes.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSettled } from "../text/settled";
import { Refusal, read, write } from "./client";
import type { RecordAddress } from "./record";
import type { Checked, Compared } from "./wire";

/** How long after the last key a text counts as written so far, in milliseconds. */
const PAUSE = 500;

/** What is wrong with a text, and what is to be thought of; where there is neither, the answer is empty. */
export async function check(text: string): Promise<Checked> {
  try {
    const found = await write<Partial<Checked> | undefined>("/definitions/check", { body: { text } });
    return { items: found?.items ?? [], warnings: found?.warnings ?? [] };
  } catch (error) {
    if (error instanceof Refusal && error.problem.problems) return { items: error.problem.problems, warnings: [] };
    throw error;
  }
}

/** What is wrong with a text as it stands, read again after each pause in writing. */
export function useCheck(text: string) {
  const settled = useSettled(text, PAUSE);
  const checked = useQuery({
    queryKey: ["check", settled],
    queryFn: () => check(settled),
    enabled: settled.trim() !== "",
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 60_000,
  });
  return { ...checked, isBehind: settled !== text || checked.isFetching };
}

/** What a version of the record at `at` changes, and how much open work that concerns. */
export function useComparison({ process, number }: RecordAddress, version: number) {
  return useQuery({
    queryKey: ["record", process, number, "compare", version],
    queryFn: ({ signal }) => read<Compared>(`/records/${process}/${number}/compare`, signal),
    retry: false,
  });
}
