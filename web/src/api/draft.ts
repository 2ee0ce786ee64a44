// What is written and not yet sent: kept in this tab at once and on the server a moment later, for its writer alone, so that
// it is there on another device; with the key under which it will be sent.
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { newKey, read, write as send } from "./client";

const PREFIX = "yuheng.draft.";
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
interface Kept {
  key: string;
  body: string;
  fields: Pick<Draft, "since" | "names">;
}

const QUERY = ["drafts"];
const waiting = new Map<string, ReturnType<typeof setTimeout>>();
const nothing = (): Draft => ({ text: "", key: newKey() });

function kept(name: string): Draft | undefined {
  const found = sessionStorage.getItem(name);
  return found ? (JSON.parse(found) as Draft) : undefined;
}

/** Tells the server where the text has come to rest; without an answer the tab still has it. */
function tell(client: QueryClient, key: string, place: DraftPlace, { text, since, names }: Draft) {
  clearTimeout(waiting.get(key));
  const forget = () => send(`/drafts/${key}`, { method: "DELETE" });
  const keep = () =>
    send(`/drafts/${key}`, { method: "PUT", body: { ...place, body: text, fields: { since, names } } });
  const go = () => {
    waiting.delete(key);
    (text === "" ? forget() : keep()).then(
      () => void client.invalidateQueries({ queryKey: QUERY }),
      () => undefined,
    );
  };
  waiting.set(key, setTimeout(go, text === "" ? 0 : SETTLE));
}

/** The draft of `writer` at a place. Each change of the text is another intent, and so has another key. */
export function useDraft(writer: string, place: DraftPlace) {
  const client = useQueryClient();
  const ownKey = `${place.kind}.${place.record}`;
  const name = `${PREFIX}${writer}.${ownKey}`;
  const [draft, setDraft] = useState(() => kept(name) ?? nothing());
  const found = useQuery({
    queryKey: QUERY,
    queryFn: ({ signal }) => read<{ items: Kept[] }>("/drafts", signal),
    staleTime: 30_000,
    retry: false,
  });
  const elsewhere = found.data?.items.find((one) => one.key === ownKey);
  // What was begun elsewhere is taken up where nothing stands here; what stands here is newer.
  const takeUp = useEffectEvent(() => {
    if (!elsewhere?.body || draft.text !== "" || waiting.has(ownKey)) return;
    const { since, names } = elsewhere.fields;
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
    tell(client, ownKey, place, next);
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
