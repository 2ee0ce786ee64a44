// What somebody sets for themselves, such as widths and columns: kept on the server, so that it is there on another
// device too. A copy in the browser shows it at once, before the server has answered, so that nothing moves.
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useMe } from "./account";
import { read, write } from "./client";
import { eyes } from "./eyes";
import { store, stored } from "./storage";

type Kept = { [key: string]: unknown };

const STORED = "yuheng.preferences.";
const SETTLE = 400;
const waiting = new Map<string, ReturnType<typeof setTimeout>>();
/** When each was changed here last: an answer that was asked for before knows nothing of it. */
const changed = new Map<string, number>();
/** How long what was sent may take to be kept. */
const SENT = 5_000;

const queryKey = (person: string) => ["preferences", person];

const copy = (person: string): Kept => stored<Kept>("browser", STORED + person) ?? {};

function keep(client: QueryClient, person: string, key: string, value: unknown) {
  const all = { ...(client.getQueryData<Kept>(queryKey(person)) ?? copy(person)), [key]: value };
  client.setQueryData(queryKey(person), all);
  // What whoever looks through another's eyes sets holds until that ends, and is nobody's.
  if (eyes()) return;
  store("browser", STORED + person, all);
  changed.set(key, Date.now());
  clearTimeout(waiting.get(key));
  // What is dragged or stepped through changes many times: only where it comes to rest is sent.
  const send = async () => {
    // Whoever is offline keeps it in this browser.
    await write(`/me/preferences/${key}`, { method: "PUT", body: value }).catch(() => undefined);
    // Until it is there, an answer that was asked for before knows less than what stands here.
    if (waiting.get(key) === own) waiting.delete(key);
  };
  const own = setTimeout(send, SETTLE);
  waiting.set(key, own);
}

/** What a person keeps under `key`, as it is known here. */
export const keptPreference = (client: QueryClient, person: string, key: string): unknown =>
  (client.getQueryData<Kept>(queryKey(person)) ?? copy(person))[key];

/** What is kept under `key`, and keeping something else. What is kept there may be of any shape: whoever reads it looks. */
export function usePreference(key: string): [unknown, (value: unknown) => void] {
  const client = useQueryClient();
  const person = useMe().data?.id ?? "";
  const found = useQuery({
    queryKey: queryKey(person),
    queryFn: async ({ signal }) => {
      const begun = Date.now();
      const { items } = await read<{ items: Kept }>("/me/preferences", signal);
      // What has changed here and is not sent yet is newer than what the server knows.
      const unsent = Object.entries(copy(person)).filter(
        ([name]) => waiting.has(name) || (changed.get(name) ?? 0) > begun - SENT,
      );
      const all = { ...items, ...Object.fromEntries(unsent) };
      if (!eyes()) store("browser", STORED + person, all);
      return all;
    },
    initialData: () => copy(person),
    initialDataUpdatedAt: 0,
    enabled: person !== "",
    staleTime: 300_000,
    retry: false,
  });
  const set = useCallback((value: unknown) => keep(client, person, key, value), [client, person, key]);
  return [found.data[key], set];
}
