// The shape of a process: its definition as it is written, under the keys of the definitions; and the overlays that are being
// drafted, which forms change.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Refusal, read, withQuery, write } from "./client";
import { check } from "./overlay";
import { type RecordAddress, useChanges } from "./record";
import type { Label, ListedRecord, Page, Process, YuhengRecord } from "./wire";

export interface WrittenField {
  label: Label;
  help?: Label;
  type: string;
  options?: { [id: string]: Label };
  to?: string[];
  required?: boolean;
  indexed?: boolean;
  internal?: boolean;
  derived?: boolean;
  retired?: boolean;
}

export interface WrittenState {
  label: Label;
  kind: string;
}

export interface WrittenApproval {
  by?: string[];
  form?: string;
  steps?: { label: Label; by: string[]; form: string }[];
}

export interface WrittenStep {
  label: Label;
  from: string[];
  to?: string;
  by?: string[];
  requires?: string[];
  asks?: string[];
  comment?: string;
  not_same_as?: string[];
  when?: string | string[];
  approval?: WrittenApproval;
  after?: { [kind: string]: unknown };
}

export interface WrittenClock {
  label: Label;
  runs_in: string[];
  pauses_in?: string[];
}

export interface WrittenGrant {
  roles?: string[];
  actions: string[];
  scope?: string;
  when?: string | string[];
  mask?: string[];
}

/** A process as it is written; what is not given here is not drawn by forms. */
export interface Written {
  label: Label;
  purpose: Label;
  lifetime: string;
  prefix: string;
  owner: string;
  list: string[];
  fields: { [id: string]: WrittenField };
  states: { [id: string]: WrittenState };
  transitions?: { [id: string]: WrittenStep };
  clocks?: { [id: string]: WrittenClock };
  grants?: WrittenGrant[];
  masks?: { [role: string]: string[] };
}

/** What a form merges into an overlay, by the keys of the definitions; null takes away. */
export type Patch = { [key: string]: unknown };

/** A process as it is written; with `overlay`, the number of a draft, over it. `version` is the draft's. */
export function useShape(process: string, overlay: string | undefined, version: number | undefined) {
  return useQuery({
    queryKey: ["shape", process, overlay, version],
    queryFn: ({ signal }) => read<Written>(withQuery(`/definitions/${process}/shape`, { overlay }), signal),
    enabled: overlay === undefined || version !== undefined,
    retry: false,
  });
}

/** The overlays that are being drafted, in the process that keeps them. */
export function useOverlayDrafts(keeper: Process) {
  const drafts = keeper.states.filter(({ kind }) => kind === "draft").map(({ id }) => id);
  const query = { filter: `record.state in ${JSON.stringify(drafts)}`, sort: "-updated_at", limit: 20 };
  return useQuery({
    queryKey: ["records", keeper.id, "drafts"],
    queryFn: ({ signal }) => read<Page<ListedRecord>>(withQuery(`/records/${keeper.id}`, query), signal),
    enabled: drafts.length > 0,
  });
}

interface Edited {
  text: string;
  written: Patch;
}

const edit = (text: string, patch: Patch, fresh: string[] = []) =>
  write<Edited>("/definitions/edit", { body: fresh.length > 0 ? { text, patch, new: fresh } : { text, patch } });

/** An overlay's text as a form reads it. */
export const useWritten = (text: string | undefined) =>
  useQuery({
    queryKey: ["written", text],
    queryFn: async () => (await edit(text ?? "", {})).written,
    enabled: text !== undefined,
    retry: false,
  });

/** Changes a draft: the patch is merged into its text, tried over what is in force, and kept if nothing is wrong with it. */
export function useEditDraft(at: RecordAddress) {
  const { update } = useChanges(at);
  const client = useQueryClient();
  const keep = async (record: YuhengRecord, text: string) => {
    const { items: problems } = await check(text);
    if (problems.length > 0) throw new Refusal({ title: "", status: 422, problems });
    await update.mutateAsync({ fields: { text }, version: record.version });
    await client.invalidateQueries({ queryKey: ["shape"] });
  };
  return {
    /** `fresh` are the headings of what has to be new. */
    change: async (record: YuhengRecord, patch: Patch, fresh?: string[]) =>
      keep(record, (await edit(textOf(record), patch, fresh)).text),
    putBack: keep,
  };
}

/** What a drafted overlay says so far. */
export const textOf = (record: YuhengRecord) => String(record.fields.text ?? "");
