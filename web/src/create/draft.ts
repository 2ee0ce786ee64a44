// A form that is being filled in: kept in this tab at once and on the server a moment later, so that it is there after a
// reload and on another device, until it is sent or thrown away.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { type Kept, PREFIX, settle, useKeptDraft } from "../api/draft";
import type { Fields, Process, Value } from "../api/wire";
import { isOffered, same } from "../field/value";
import type { Filled } from "./brought";

/** Which values came with which reference; no field can be called so. */
const BROUGHT = "_brought";

interface InTab {
  at: string;
  form: Filled;
}

function inTab(name: string): InTab | undefined {
  const found = sessionStorage.getItem(name);
  return found ? (JSON.parse(found) as InTab) : undefined;
}

/** The form of a draft, as far as the process still asks for what stands in it. */
function formOf(process: Process, kept: Kept): Filled {
  const { [BROUGHT]: brought, ...values } = kept.fields as { [field: string]: unknown };
  const offered = process.fields.filter((field) => isOffered(process, field) && field.id in values);
  return {
    values: Object.fromEntries(offered.map(({ id }) => [id, values[id] as Value])),
    brought: (brought ?? {}) as Filled["brought"],
  };
}

/** Whether nothing stands in a form beyond what it began with. */
function isBlank(start: Fields, values: Fields): boolean {
  return [...new Set([...Object.keys(start), ...Object.keys(values)])].every((id) => same(start[id], values[id]));
}

/** The form by which `writer` opens a record of `process`. */
export function useFormDraft(writer: string, process: Process, start: Fields) {
  const client = useQueryClient();
  const key = `create.${process.id}`;
  const name = `${PREFIX}${writer}.${key}`;
  const [{ form, since }, set] = useState<{ form: Filled; since?: string }>(() => {
    const found = inTab(name);
    return { form: found?.form ?? { values: start, brought: {} }, since: found?.at };
  });
  const elsewhere = useKeptDraft(key);
  // What stands here is newer than what was begun elsewhere.
  const takeUp = useEffectEvent(() => {
    if (elsewhere && isBlank(start, form.values))
      set({ form: formOf(process, elsewhere), since: elsewhere.updated_at });
  });
  const at = elsewhere?.updated_at;
  useEffect(() => {
    if (at) takeUp();
  }, [at]);
  const forget = () => {
    sessionStorage.removeItem(name);
    settle(client, key, undefined);
  };
  return {
    form,
    /** When what stands in it was written, if it was taken up again. */
    since,
    write: (next: Filled) => {
      set({ form: next, since });
      if (isBlank(start, next.values)) return forget();
      sessionStorage.setItem(name, JSON.stringify({ at: new Date().toISOString(), form: next }));
      const fields = { ...next.values, [BROUGHT]: next.brought };
      settle(client, key, { kind: "create", process: process.id, body: "", fields });
    },
    /** It has become a record. */
    forget,
    throwAway: () => {
      set({ form: { values: start, brought: {} } });
      forget();
    },
  };
}
