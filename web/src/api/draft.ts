// What is written and not yet sent: kept in this tab at once and on the server a moment later, for its writer alone, so that
// it is there on another device; with the key under which it will be sent.
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { newKey, read, write as send } from "./client";

/** Before the names of what a tab keeps of drafts. */
export const PREFIX = "yuheng.draft.";
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

/** A draft as the server keeps it. */
export interface Kept {
  key: string;
  body: string;
  fields: object;
  updated_at: string;
}

const QUERY = ["drafts"];
const waiting = new Map<string, ReturnType<typeof setTimeout>>();
const nothing = (): Draft => ({ text: "", key: newKey() });

function kept(name: string): Draft | undefined {
  const found = sessionStorage.getItem(name);
  return found ? (JSON.parse(found) as Draft) : undefined;
}

/** Tells the server once what is written has come to rest, or that there is nothing more; without an answer the tab still
 * has it. */
export function settle(client: QueryClient, key: string, draft: object | undefined) {
  clearTimeout(waiting.get(key));
  const go = () => {
    waiting.delete(key);
    send(`/drafts/${key}`, draft ? { method: "PUT", body: draft } : { method: "DELETE" }).then(
      () => void client.invalidateQueries({ queryKey: QUERY }),
      () => undefined,
    );
  };
  waiting.set(key, setTimeout(go, draft ? SETTLE : 0));
  // What is done with is not taken up again before the server has heard of it.
  if (draft) return;
  client.setQueryData<{ items: Kept[] }>(QUERY, (known) =>
    known ? { ...known, items: known.items.filter((one) => one.key !== key) } : known,
  );
}

/** What the server keeps under `key`; unknown until it has answered. */
export function useKeptDraft(key: string) {
  const found = useQuery({
    queryKey: QUERY,
    queryFn: ({ signal }) => read<{ items: Kept[] }>("/drafts", signal),
    staleTime: 30_000,
    retry: false,
  });
  return found.data?.items.find((one) => one.key === key);
}

/** The draft of `writer` at a place. Each change of the text is another intent, and so has another key. */
export function useDraft(writer: string, place: DraftPlace) {
  const client = useQueryClient();
  const ownKey = `${place.kind}.${place.record}`;
  const name = `${PREFIX}${writer}.${ownKey}`;
  const [draft, setDraft] = useState(() => kept(name) ?? nothing());
  const elsewhere = useKeptDraft(ownKey);
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
    if (next.text) sessionStorage.setItem(name, JSON.stringify(next));
    else sessionStorage.removeItem(name);
    setDraft(next);
    const { text, since, names } = next;
    settle(client, ownKey, text === "" ? undefined : { ...place, body: text, fields: { since, names } });
  };
  return {
    ...draft,
    write: (text: string, more: Pick<Draft, "since" | "names"> = {}) => put({ ...draft, ...more, text, key: newKey() }),
    /** Takes away what was sent under `key`, unless it was written on in the meantime. */
    sent: (key: string) => {
      const now = kept(name);
      if (now && now.key !== key) return;
      put(nothing());
    },
  };
}

/** Leaves nothing for whoever signs in next in this tab. */
export function forgetDrafts() {
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith(PREFIX)) sessionStorage.removeItem(name);
  }
}
