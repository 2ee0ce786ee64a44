// What is written and not yet sent: kept in this tab at once and on the server a moment later, for its writer alone, so that
// it is there on another device; with the key under which it will be sent.
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { newKey, read, write as send } from "./client";
import { keepAt, keptAt } from "./kept";
import { inOrder } from "./order";
import type { Draft as KeptDraft } from "./wire";

const SETTLE = 800;

interface Draft {
  text: string;
  key: string;
  /** The last entry that there was when it was begun. */
  since?: number;
  /** The numbers of those whom it addresses by name. */
  names?: { [name: string]: string };
}

/** What is being written, and where. */
export interface DraftPlace {
  kind: "reply" | "note";
  process: string;
  record: string;
}

const QUERY = ["drafts"];
const waiting = new Map<string, ReturnType<typeof setTimeout>>();
const nothing = (): Draft => ({ text: "", key: newKey() });

/** Tells the server once what is written has come to rest, or that there is nothing more; without an answer the tab still
 * has it. */
export function settle(client: QueryClient, key: string, draft: object | undefined) {
  clearTimeout(waiting.get(key));
  const path = `/drafts/${encodeURIComponent(key)}`;
  const go = () => {
    waiting.delete(key);
    inOrder(key, () => send(path, draft ? { method: "PUT", body: draft } : { method: "DELETE" })).then(
      () => {
        void client.invalidateQueries({ queryKey: QUERY });
        if (!draft) void client.invalidateQueries({ queryKey: ["folders"] });
      },
      () => undefined,
    );
  };
  waiting.set(key, setTimeout(go, draft ? SETTLE : 0));
  // What is done with is not taken up again before the server has heard of it.
  if (draft) return;
  client.setQueryData<{ items: KeptDraft[] }>(QUERY, (known) =>
    known ? { ...known, items: known.items.filter((one) => one.key !== key) } : known,
  );
}

/** Forgets a draft, in this tab and on the server. */
export function forgetDraft(client: QueryClient, writer: string, key: string) {
  keepAt(writer, key, undefined);
  settle(client, key, undefined);
}

const draftsQuery = {
  queryKey: QUERY,
  queryFn: ({ signal }: { signal: AbortSignal }) => read<{ items: KeptDraft[] }>("/drafts", signal),
  retry: false,
};

/** What one has begun to write, on whichever device. */
export const useDrafts = () => useQuery(draftsQuery);

/** What the server keeps; nothing until it has answered. */
export function useKeptDrafts(): KeptDraft[] {
  return useQuery({ ...draftsQuery, staleTime: 30_000 }).data?.items ?? [];
}

/** The draft of `writer` at a place. Each change of the text is another intent, and so has another key. */
export function useDraft(writer: string, place: DraftPlace) {
  const client = useQueryClient();
  const ownKey = `${place.kind}.${place.record}`;
  const [draft, setDraft] = useState(() => keptAt<Draft>(writer, ownKey) ?? nothing());
  const elsewhere = useKeptDrafts().find((one) => one.key === ownKey);
  // What was begun elsewhere is taken up where nothing stands here; what stands here is newer.
  const takeUp = useEffectEvent(() => {
    if (!elsewhere?.body || draft.text !== "" || waiting.has(ownKey)) return;
    const { since, names } = elsewhere.fields as Pick<Draft, "since" | "names">;
    setDraft({ text: elsewhere.body, key: newKey(), since, names });
  });
  const body = elsewhere?.body;
  useEffect(() => {
    if (body) takeUp();
  }, [body]);
  const put = (next: Draft) => {
    keepAt(writer, ownKey, next.text ? next : undefined);
    setDraft(next);
    const { text, since, names } = next;
    settle(client, ownKey, text === "" ? undefined : { ...place, body: text, fields: { since, names } });
  };
  return {
    ...draft,
    write: (text: string, more: Pick<Draft, "since" | "names"> = {}) => put({ ...draft, ...more, text, key: newKey() }),
    /** Takes away what was sent under `key`, unless it was written on in the meantime. */
    sent: (key: string) => {
      const now = keptAt<Draft>(writer, ownKey);
      if (now && now.key !== key) return;
      put(nothing());
    },
  };
}
