// One record: reading it, its history, its clocks' reasons, its relations and files, and everything that changes it.
import { queryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { address, read, readText, type Upload, upload, withQuery, write } from "./client";
import { useIntents } from "./intent";
import type {
  Attachment,
  Audience,
  ClockExplanation,
  Entry,
  Page,
  RelationLink,
  RowsChanged,
  YuhengRecord,
} from "./wire";

export interface RecordAddress {
  process: string;
  number: string;
}

export const pathOf = ({ process, number }: RecordAddress) => `/records/${process}/${number}`;
const key = ({ process, number }: RecordAddress) => ["record", process, number];

/** The record; a route asks for it while its page is still on the way. */
export const recordQuery = (at: RecordAddress) =>
  queryOptions({
    queryKey: key(at),
    queryFn: ({ signal }) => read<YuhengRecord>(pathOf(at), signal),
  });

export function useRecord(at: RecordAddress, enabled = true) {
  return useQuery({ ...recordQuery(at), refetchInterval: 30_000, enabled });
}

/** Reads the record as it is now, past what is kept of it and past a reading that began before. */
export function useReadAgain(at: RecordAddress): () => Promise<YuhengRecord> {
  const client = useQueryClient();
  const queryKey = key(at);
  return async () => {
    await client.cancelQueries({ queryKey, exact: true });
    return client.fetchQuery({ ...recordQuery(at), staleTime: 0 });
  };
}

export function useHistory(at: RecordAddress) {
  return useInfiniteQuery({
    queryKey: [...key(at), "history"],
    queryFn: ({ pageParam, signal }) =>
      read<Page<Entry>>(withQuery(`${pathOf(at)}/history`, { cursor: pageParam, limit: 200 }), signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
    refetchInterval: 30_000,
  });
}

export function useClockExplanations(at: RecordAddress, enabled: boolean) {
  return useQuery({
    queryKey: [...key(at), "clocks"],
    queryFn: ({ signal }) => read<{ items: ClockExplanation[] }>(`${pathOf(at)}/clocks`, signal),
    enabled,
  });
}

export const useRelations = (at: RecordAddress) =>
  useInfiniteQuery({
    queryKey: [...key(at), "relations"],
    queryFn: ({ pageParam, signal }) =>
      read<Page<RelationLink>>(withQuery(`${pathOf(at)}/relations`, { cursor: pageParam }), signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
  });

export const useAttachments = (at: RecordAddress) =>
  useQuery({
    queryKey: [...key(at), "attachments"],
    queryFn: ({ signal }) => read<Page<Attachment>>(`${pathOf(at)}/attachments`, signal),
  });

export const attachmentAddress = (at: RecordAddress, id: string) => address(`${pathOf(at)}/attachments/${id}`);

/** The text of an attached file. */
export const useAttachedText = (at: RecordAddress, id: string) =>
  useQuery({
    queryKey: [...key(at), "attachments", id],
    queryFn: ({ signal }) => readText(`${pathOf(at)}/attachments/${id}`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The number in a write's answer, if that is its receipt alone: the write took the record out of its writer's sight. */
export function receiptOf(written: unknown): string | undefined {
  if (typeof written !== "object" || written === null || "actions" in written) return undefined;
  return "number" in written ? String(written.number) : undefined;
}

/** Calls when a write took the record out of its writer's sight, whichever control made it. */
export function useOutOfSight(at: RecordAddress, left: () => Promise<void>) {
  const client = useQueryClient();
  const leave = useEffectEvent(() => {
    void left().then(() => client.removeQueries({ queryKey: key(at) }));
  });
  useEffect(
    () =>
      client.getMutationCache().subscribe((event) => {
        if (event.type !== "updated" || event.action.type !== "success") return;
        if (receiptOf(event.action.data) === at.number) leave();
      }),
    [client, at.number],
  );
}

/** The entries that this page itself has made. */
const own = new Set<string>();

/** Whether a record stands as this page itself has left it. */
export const isOwnDoing = (record: YuhengRecord) => own.has(record.entry);

/** Puts the answer of a write in the place of what was read, and lets lists and history follow. */
function useSettle(at: RecordAddress) {
  const client = useQueryClient();
  return (record?: YuhengRecord) => {
    if (record?.entry) own.add(record.entry);
    client.invalidateQueries({ queryKey: ["records"] });
    if (receiptOf(record)) return;
    if (record?.number === at.number && record.actions) client.setQueryData(key(at), record);
    else client.invalidateQueries({ queryKey: key(at), exact: true });
    for (const part of ["history", "relations", "attachments", "clocks"]) {
      client.invalidateQueries({ queryKey: [...key(at), part] });
    }
  };
}

export function useCreate(process: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ fields, key }: { fields: object; key: string }) =>
      write<YuhengRecord>(`/records/${process}`, { body: fields, key }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["records"] }),
  });
}

/** Puts a file on a record that has just been opened; all who see the record can fetch it. */
export function attachTo(at: RecordAddress, file: File, how: Upload): Promise<YuhengRecord> {
  return upload<YuhengRecord>(
    withQuery(`${pathOf(at)}/attachments`, { name: file.name, audience: "public" }),
    file,
    how,
  );
}

export interface StepBody {
  fields?: object;
  comment?: { body: string; audience: "public" | "internal"; with_gaps?: boolean };
}

/** Who comes into an approval, or is told of it: by which of its parts. */
export type Part = "signers" | "handovers" | "copies";

export interface Joining {
  signer?: string;
  people?: string[];
  how?: "before" | "beside" | "after";
  reason?: string;
  voter?: string;
}

/** Everything that changes a record, each by the path that the API gives it. */
export function useChanges(at: RecordAddress) {
  const settle = useSettle(at);
  const change = <Given>(act: (given: Given) => Promise<YuhengRecord | undefined>) => ({
    mutationFn: act,
    onSuccess: settle,
  });
  const intents = useIntents();
  const post = async (tail: string, body: unknown, version?: number, again?: string) => {
    const key = again ?? intents.keyOf(tail, { body, version });
    const written = await write<YuhengRecord>(`${pathOf(at)}/${tail}`, { body, version, key });
    intents.done(tail);
    return written;
  };
  return {
    update: useMutation(
      change(({ fields, version }: { fields: object; version: number }) =>
        write<YuhengRecord>(pathOf(at), { method: "PATCH", body: fields, version }),
      ),
    ),
    transition: useMutation(
      change(({ id, body, version, key }: { id: string; body: StepBody; version: number; key?: string }) =>
        post(`transitions/${id}`, body, version, key),
      ),
    ),
    comment: useMutation(
      change(({ key, ...body }: { body: string; audience: Audience; with_gaps?: boolean; key: string }) =>
        write<YuhengRecord>(`${pathOf(at)}/comments`, { body, key }),
      ),
    ),
    vote: useMutation(
      change(
        ({
          approval,
          version,
          ...body
        }: {
          approval: string;
          agrees: boolean;
          opinion?: string;
          voter?: string;
          to_step?: string;
          version: number;
        }) => post(`approvals/${approval}/votes`, body, version),
      ),
    ),
    joining: useMutation(
      change(({ approval, version, part, ...body }: { approval: string; part: Part; version: number } & Joining) =>
        post(`approvals/${approval}/${part}`, body, version),
      ),
    ),
    approval: useMutation(
      change(({ approval, act, version }: { approval: string; act: "withdraw" | "urge"; version: number }) =>
        post(`approvals/${approval}/${act}`, {}, version),
      ),
    ),
    rows: useMutation(
      change(({ field, change }: { field: string; change: RowsChanged }) => post(`rows/${field}`, change)),
    ),
    relate: useMutation(change((body: { kind: string; target: string }) => post("relations", body))),
    unrelate: useMutation(
      change((id: string) => write<YuhengRecord>(`${pathOf(at)}/relations/${id}`, { method: "DELETE" })),
    ),
    attach: useMutation(
      change(({ file, audience, ...how }: { file: File; audience: Audience } & Upload) =>
        upload<YuhengRecord>(withQuery(`${pathOf(at)}/attachments`, { name: file.name, audience }), file, how),
      ),
    ),
    voided: useMutation(
      change(({ reason, version, key }: { reason: string; version: number; key?: string }) =>
        post("void", { reason }, version, key),
      ),
    ),
    macro: useMutation(
      change(({ number, plan, version }: { number: string; plan: string; version: number }) =>
        post(`macros/${number}`, { plan }, version),
      ),
    ),
    unmerge: useMutation(
      change(({ version, key }: { version: number; key?: string }) => post("unmerge", {}, version, key)),
    ),
    split: useMutation(change((body: { fields: object; files: string[] }) => post("split", body))),
    convert: useMutation(
      change(({ to, version, key }: { to: string; version: number; key?: string }) =>
        post("convert", { to }, version, key),
      ),
    ),
  };
}

export type Changes = ReturnType<typeof useChanges>;
