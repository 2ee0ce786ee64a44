// Keys for what is meant to be written. Sent again as it was, because no answer came, it goes under the key it had, so
// that the server does it once.
import { useRef } from "react";
import { newKey } from "./client";

/** The keys of a form or dialog: each lives until what it stands for was done, or becomes something else. */
export function useIntents() {
  const open = useRef(new Map<string, { content: string; key: string }>());
  return {
    keyOf: (what: string, given: unknown): string => {
      const content = JSON.stringify(given);
      const before = open.current.get(what);
      if (before?.content === content) return before.key;
      const key = newKey();
      open.current.set(what, { content, key });
      return key;
    },
    done: (what: string) => open.current.delete(what),
  };
}
