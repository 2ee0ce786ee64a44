// A form that is being filled in: kept in this tab at once and on the server a moment later, so that it is there after a
// reload and on another device, until it is sent or thrown away. Each form has a key of its own: two tabs write two drafts.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { newKey } from "../api/client";
import { forgetDraft, settle, useKeptDrafts } from "../api/draft";
import { keepAt, keptAt } from "../api/kept";
import type { Draft, Fields, Process, Value } from "../api/wire";
import { isOffered, same } from "../field/value";
import type { Filled } from "./brought";

/** Which values came with which reference; no field can be called so. */
const BROUGHT = "_brought";

interface Kept {
  at: string;
  form: Filled;
}

/** Under which name a tab keeps which form of a process it shows. */
const shown = (process: Process) => `form.${process.id}`;

/** The key of the form that this tab left, or of one that is begun. */
const keyIn = (writer: string, process: Process) =>
  keptAt<string>(writer, shown(process)) ?? `create.${process.id}.${newKey().slice(0, 12)}`;

/** The form of a draft, as far as the process still asks for what stands in it. */
function formOf(process: Process, draft: Draft): Filled {
  const { [BROUGHT]: brought, ...values } = draft.fields as { [field: string]: unknown };
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

/** The form by which `writer` opens a record of `process`: the draft that is asked for, else the one that this tab left. */
export function useFormDraft(writer: string, process: Process, start: Fields, asked?: string) {
  const client = useQueryClient();
  const [key] = useState(() => asked ?? keyIn(writer, process));
  const [{ form, since }, set] = useState<{ form: Filled; since?: string }>(() => {
    const found = keptAt<Kept>(writer, key);
    return { form: found?.form ?? { values: start, brought: {} }, since: found?.at };
  });
  const drafts = useKeptDrafts();
  const elsewhere = drafts.find((draft) => draft.key === key);
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
    keepAt(writer, shown(process), undefined);
    forgetDraft(client, writer, key);
  };
  return {
    form,
    /** When what stands in it was written, if it was taken up again. */
    since,
    /** What else was begun and could be gone on with, as long as nothing stands here. */
    others: isBlank(start, form.values)
      ? drafts.filter((draft) => draft.kind === "create" && draft.process === process.id && draft.key !== key)
      : [],
    write: (next: Filled) => {
      set({ form: next, since });
      if (isBlank(start, next.values)) return forget();
      keepAt(writer, shown(process), key);
      keepAt(writer, key, { at: new Date().toISOString(), form: next } satisfies Kept);
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

/** What a draft of a form says of itself: the title of the record that it would become. */
export function titleOf(process: Process | undefined, draft: Draft): string {
  return String((draft.fields as { [field: string]: unknown })[process?.title ?? "title"] ?? "");
}
