// Whether the session ended while the page was open. Then one signs in again in place, and nothing entered is lost.
import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Refusal, read, write } from "./client";
import type { Me } from "./wire";

const OVER = ["session", "over"];

/** Whether a refusal says that nobody is signed in, as against a wrong password. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof Refusal && error.status === 401 && !error.problem.type?.endsWith("/wrong-credentials");
}

/** Remembers that the session ended as soon as any request says so. */
export function watchSession(client: QueryClient) {
  const look = (error: unknown) => {
    if (isSignedOut(error) && client.getQueryData(["me"])) endSession(client);
  };
  client.getQueryCache().subscribe((event) => {
    if (event.type === "updated" && event.action.type === "error") look(event.action.error);
  });
  client.getMutationCache().subscribe((event) => {
    if (event.type === "updated" && event.action.type === "error") look(event.action.error);
  });
}

export const endSession = (client: QueryClient) => client.setQueryData(OVER, true);

export const useSessionOver = (): boolean =>
  useQuery({ queryKey: OVER, queryFn: () => false, initialData: false, enabled: false }).data;

/** Signs in over a page that stays. Somebody else begins afresh, so that nobody writes under another's name. */
export function useSignInAgain() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (given: { login: string; password: string }) => {
      await write("/sign-in", { body: given });
      return read<Me>("/me");
    },
    onSuccess: (me) => {
      if (client.getQueryData<Me>(["me"])?.id !== me.id) return window.location.assign("/");
      client.setQueryData(["me"], me);
      client.setQueryData(OVER, false);
      return client.invalidateQueries();
    },
  });
}
