// Records opened on the first day: opened, then brought on by the transition that the step names.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { read, withQuery, write } from "./client";
import { useIntents } from "./intent";
import type { Account, ListedRecord, Page, SetupForm, YuhengRecord } from "./wire";

/** Opens a record as a form of a step says. Sent again after a failure it goes on where it stood: what was opened is changed. */
export function useOpen() {
  const client = useQueryClient();
  const intents = useIntents();
  const begun = useRef<YuhengRecord>(undefined);
  return useMutation({
    mutationFn: async ({ form, fields }: { form: SetupForm; fields: object }) => {
      const path = `/records/${form.process}`;
      const record = begun.current
        ? await write<YuhengRecord>(`${path}/${begun.current.number}`, {
            method: "PATCH",
            body: fields,
            version: begun.current.version,
          })
        : await write<YuhengRecord>(path, { body: fields, key: intents.keyOf(path, fields) });
      begun.current = record;
      const open = form.transition && record.actions.some((action) => action.id === `transition:${form.transition}`);
      const step = `${path}/${record.number}/transitions/${form.transition}`;
      const done = open
        ? await write<YuhengRecord>(step, {
            body: {},
            version: record.version,
            key: intents.keyOf(step, record.version),
          })
        : record;
      intents.done(path);
      intents.done(step);
      begun.current = undefined;
      return done;
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ["records"] });
      void client.invalidateQueries({ queryKey: ["candidates"] });
    },
  });
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
