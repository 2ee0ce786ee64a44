// Who is signed in, sessions, passwords, one-time links and tokens.
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { forgetChosen } from "./chosen";
import { Refusal, read, write } from "./client";
import { forgetKept } from "./kept";
import { forgetKeptFiles } from "./keptFiles";
import { forgetSeen } from "./seen";
import { endSession, isSignedOut } from "./session";
import type { Language, Me, OneTimeLink, Session, Token } from "./wire";

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: async ({ signal, client }): Promise<Me | null> => {
    try {
      return await read<Me>("/me", signal);
    } catch (refusal) {
      if (!isSignedOut(refusal)) throw refusal;
      const known = client.getQueryData<Me | null>(["me"]) ?? null;
      if (known) endSession(client);
      return known;
    }
  },
  staleTime: 60_000,
});

export const useMe = () => useQuery(meQuery);

/** Takes what another account saw out of memory. */
function useFresh() {
  const client = useQueryClient();
  return (me: Me | null) => {
    client.clear();
    forgetSeen();
    client.setQueryData(meQuery.queryKey, me);
  };
}

export function useSignIn() {
  const fresh = useFresh();
  return useMutation({
    mutationFn: async (given: { login: string; password: string }) => {
      await write("/sign-in", { body: given });
      return read<Me>("/me");
    },
    onSuccess: fresh,
  });
}

export function useSignOut() {
  const fresh = useFresh();
  return useMutation({
    mutationFn: () => write<void>("/sign-out"),
    onSuccess: () => {
      forgetKept();
      forgetKeptFiles();
      forgetChosen();
      fresh(null);
    },
  });
}

export function useLink(token: string) {
  return useQuery({
    queryKey: ["link", token],
    queryFn: ({ signal }) => read<OneTimeLink>(`/links/${encodeURIComponent(token)}`, signal),
    retry: false,
  });
}

export function useRedeemLink(token: string) {
  const fresh = useFresh();
  const isUnanswered = useRef(false);
  return useMutation({
    mutationFn: async (given: { login?: string; name?: string; password: string }) => {
      const whoIsIn = () => read<Me>("/me").catch(() => null);
      try {
        await write(`/links/${encodeURIComponent(token)}`, { body: given });
      } catch (refusal) {
        const status = refusal instanceof Refusal ? refusal.status : 0;
        // It was used by a request of this tab whose answer did not come: whoever is signed in by that goes on.
        const me = isUnanswered.current && status === 410 ? await whoIsIn() : null;
        isUnanswered.current ||= status === 0;
        if (!me) throw refusal;
        return me;
      }
      return whoIsIn();
    },
    onSuccess: fresh,
  });
}

export function useChangePassword() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (given: { current: string; password: string }) => write<void>("/me/password", { body: given }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["me"] }),
  });
}

export const useSessions = () =>
  useQuery({ queryKey: ["sessions"], queryFn: ({ signal }) => read<{ items: Session[] }>("/sessions", signal) });

export const useTokens = () =>
  useQuery({ queryKey: ["tokens"], queryFn: ({ signal }) => read<{ items: Token[] }>("/tokens", signal) });

/** Ends a session or revokes a token. */
export function useRevoke(kind: "sessions" | "tokens") {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => write<void>(`/${kind}/${id}`, { method: "DELETE" }),
    onSuccess: () => client.invalidateQueries({ queryKey: [kind] }),
  });
}

export function useCreateToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (token: { label: string; read_only: boolean; processes: string[]; days: number }) =>
      write<Token>("/tokens", { body: token }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["tokens"] }),
  });
}

/** Keeps the language that one has chosen, for other devices and for what the server writes by itself. */
export function useChooseLanguage() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (language: Language) => write<Me>("/me", { method: "PATCH", body: { language } }),
    onSuccess: (me) => client.setQueryData(meQuery.queryKey, me),
  });
}
