// Records opened on the first day: opened, then brought on by the transition that the step names.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { isEmpty, toInput } from "../field/value";
import { read, withQuery, write } from "./client";
import { useIntents } from "./intent";
import type { Account, ListedRecord, Page, SetupForm, YuhengRecord } from "./wire";

/** The one record of a form. */
const ONLY = "";

interface Opening {
  form: SetupForm;
  fields: { [field: string]: unknown };
  /** Which of several records it is that are opened one after the other. */
  row?: string;
}

/** Opens a record as a form of a step says. Sent again after a failure it goes on where it stood, and so it does with a record
 * that was begun before: what was opened is changed, then brought on. */
export function useOpen(before?: ListedRecord) {
  const client = useQueryClient();
  const intents = useIntents();
  const begun = useRef(new Map(before ? [[ONLY, before as ListedRecord | YuhengRecord]] : []));
  return useMutation({
    mutationFn: async ({ form, fields, row = ONLY }: Opening) => {
      const path = `/records/${form.process}`;
      const what = `${path} ${row}`;
      const there = begun.current.get(row);
      const record = there
        ? await changeTo(there, form, fields)
        : await write<YuhengRecord>(path, { body: fields, key: intents.keyOf(what, fields) });
      begun.current.set(row, record);
      const open = form.transition && record.actions.some((action) => action.id === `transition:${form.transition}`);
      const step = `${path}/${record.number}/transitions/${form.transition}`;
      const done = open
        ? await write<YuhengRecord>(step, {
            body: {},
            version: record.version,
            key: intents.keyOf(step, record.version),
          })
        : record;
      intents.done(what);
      intents.done(step);
      begun.current.delete(row);
      return done;
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ["records"] });
      void client.invalidateQueries({ queryKey: ["candidates"] });
    },
  });
}

/** Makes what the form asks for what it now holds; what was taken out of it is emptied. */
function changeTo(record: ListedRecord, form: SetupForm, fields: { [field: string]: unknown }): Promise<YuhengRecord> {
  const at = `/records/${record.process}/${record.number}`;
  const before = form.fields.filter((field) => !isEmpty(record.fields[field]) || field in fields);
  const body = Object.fromEntries(before.map((field) => [field, fields[field] ?? null]));
  const isSame = (field: string) => JSON.stringify(toInput(record.fields[field])) === JSON.stringify(body[field]);
  const other = Object.entries(body).filter(([field]) => !isSame(field));
  if (other.length === 0) return read<YuhengRecord>(at);
  return write<YuhengRecord>(at, { method: "PATCH", body: Object.fromEntries(other), version: record.version });
}

/** Fills in a record that is there already. */
export function useFill() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ record, body }: { record: ListedRecord; body: object }) =>
      write<YuhengRecord>(`/records/${record.process}/${record.number}`, {
        method: "PATCH",
        body,
        version: record.version,
      }),
    onSettled: () => void client.invalidateQueries({ queryKey: ["records"] }),
  });
}

/** The records of a process that are not void, oldest first. */
export function useStanding(process: string | undefined) {
  const query = { filter: "!record.is_void", sort: "opened_at", limit: 200 };
  return useQuery({
    queryKey: ["records", process, "standing"],
    queryFn: ({ signal }) => read<Page<ListedRecord>>(withQuery(`/records/${process}`, query), signal),
    enabled: process !== undefined,
  });
}

export const useAccounts = () =>
  useQuery({ queryKey: ["accounts"], queryFn: ({ signal }) => read<{ items: Account[] }>("/accounts", signal) });
