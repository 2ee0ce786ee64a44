// How the installation is, and the two things that an administrator may have done now: a backup, a verification.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { read, write } from "./client";
import type { Health } from "./wire";

const KEY = ["health"];

/** Read again by itself: often while something is under way, else now and then. */
export const useHealth = () =>
  useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => read<Health>("/health", signal),
    refetchInterval: ({ state }) => (isBusy(state.data) ? 1_000 : 10_000),
  });

const isBusy = (health?: Health) =>
  Boolean(
    health &&
      (health.backup.running || health.backup.asked || health.verification.running || health.verification.asked),
  );

function useAsk(path: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => write<void>(path),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export const useBackUp = () => useAsk("/backups");
export const useVerify = () => useAsk("/verifications");
