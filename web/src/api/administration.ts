// Other people's accounts, for whoever administers them.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { read, withQuery, write } from "./client";
import { useIntents } from "./intent";
import type { Account, LinkMade, Session } from "./wire";

/** The account of a person or contact; null: there is none. */
export function useAccountOf(person: string) {
  return useQuery({
    queryKey: ["accounts", person],
    queryFn: async ({ signal }) => {
      const found = await read<{ items: Account[] }>(withQuery("/accounts", { person }), signal);
      return found.items[0] ?? null;
    },
  });
}

/** Where an account is signed in. */
export function useSessionsOf(person: string, login: string) {
  return useQuery({
    queryKey: ["accounts", person, "sessions"],
    queryFn: ({ signal }) => read<{ items: Session[] }>(`/accounts/${encodeURIComponent(login)}/sessions`, signal),
  });
}

/** What is done to an account; what makes a one-time link answers with it. */
export function useAdminister(person: string) {
  const client = useQueryClient();
  const intents = useIntents();
  const settled = () => {
    client.invalidateQueries({ queryKey: ["accounts", person] });
    // What happened stands in the person's history.
    client.invalidateQueries({ queryKey: ["record"] });
  };
  const invite = useMutation({
    mutationFn: async (login: string) => {
      const body = { person, login };
      const made = await write<LinkMade>("/invitations", { body, key: intents.keyOf("invite", body) });
      intents.done("invite");
      return made;
    },
    onSettled: settled,
  });
  const change = (act: "reset" | "lock" | "unlock") => ({
    mutationFn: (login: string) =>
      write<LinkMade | undefined>(`/accounts/${encodeURIComponent(login)}/${act}`, { body: {} }),
    onSettled: settled,
  });
  return {
    invite,
    reset: useMutation(change("reset")),
    lock: useMutation(change("lock")),
    unlock: useMutation(change("unlock")),
    end: useMutation({
      mutationFn: ({ login, session }: { login: string; session: string }) =>
        write<void>(`/accounts/${encodeURIComponent(login)}/sessions/${session}`, { method: "DELETE" }),
      onSettled: settled,
    }),
  };
}
