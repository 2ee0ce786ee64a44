// What is written and not yet sent: kept in this tab, for its writer alone, with the key under which it will be sent.
import { useState } from "react";
import { newKey } from "./client";

const PREFIX = "yuheng.draft.";

interface Draft {
  text: string;
  key: string;
  /** The last entry that there was when it was begun. */
  since?: number;
  /** The numbers of those whom it addresses by name. */
  names?: { [name: string]: string };
}

const nothing = (): Draft => ({ text: "", key: newKey() });

function kept(name: string): Draft | undefined {
  const found = sessionStorage.getItem(name);
  return found ? (JSON.parse(found) as Draft) : undefined;
}

/** The draft of `writer` at a place. Each change of the text is another intent, and so has another key. */
export function useDraft(writer: string, place: string) {
  const name = `${PREFIX}${writer}.${place}`;
  const [draft, setDraft] = useState(() => kept(name) ?? nothing());
  return {
    ...draft,
    write: (text: string, more: Pick<Draft, "since" | "names"> = {}) => {
      const next = { ...draft, ...more, text, key: newKey() };
      if (text) sessionStorage.setItem(name, JSON.stringify(next));
      else sessionStorage.removeItem(name);
      setDraft(next);
    },
    /** Takes away what was sent under `key`, unless it was written on in the meantime. */
    sent: (key: string) => {
      if (kept(name)?.key !== key) return;
      sessionStorage.removeItem(name);
      setDraft(nothing());
    },
  };
}

/** Leaves nothing for whoever signs in next in this tab. */
export function forgetDrafts() {
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith(PREFIX)) sessionStorage.removeItem(name);
  }
}
