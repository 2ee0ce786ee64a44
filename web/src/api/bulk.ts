// Many records changed at once: each by itself, in parts that are answered soon, so that one sees how far it is.
import { toInput } from "../field/value";
import { newKey, read, withQuery, write } from "./client";
import type { View } from "./records";
import type { BulkResult, Fields, ListedRecord, Page, StepComment } from "./wire";

/** What is done to each of them. */
export interface BulkChange {
  fields: { [field: string]: unknown };
  transition?: string;
  /** The macro that is run on each. */
  macro?: string;
  comment?: StepComment;
}

/** As many records as go in one request, and what is done to them. */
export interface BulkPart {
  /** By number, the version of each that the change is based on. */
  versions: { [number: string]: number };
  /** By number, the plan of the macro that was looked at. */
  plans?: { [number: string]: string };
  change: BulkChange;
  /** The same as often as it is sent, so that what was done is not done again. */
  key: string;
}

/** How many records go in one request. */
const PART = 50;
/** How many of a list are chosen at most. */
export const MOST = 2000;
const PAGE = 200;

type Based = Pick<ListedRecord, "number" | "version"> & { plan?: string | null | undefined };

export function partsOf(records: Based[], change: BulkChange): BulkPart[] {
  const parts: BulkPart[] = [];
  for (let from = 0; from < records.length; from += PART) {
    const part = records.slice(from, from + PART);
    const versions = Object.fromEntries(part.map(({ number, version }) => [number, version]));
    const plans = Object.fromEntries(part.flatMap(({ number, plan }) => (plan ? [[number, plan]] : [])));
    parts.push({ versions, change, key: newKey(), ...(Object.keys(plans).length > 0 ? { plans } : {}) });
  }
  return parts;
}

/** What of a record is kept to give it back what it had. */
export type Former = Pick<ListedRecord, "number" | "version" | "fields">;

/** What gives these records back what they had in these fields: those with the same former values go together. */
export function formerParts(records: Former[], fields: string[]): BulkPart[] {
  const groups = new Map<string, { values: BulkChange["fields"]; records: Former[] }>();
  for (const record of records) {
    const values = Object.fromEntries(fields.map((field) => [field, toInput(record.fields[field])]));
    const name = JSON.stringify(values);
    const group = groups.get(name) ?? { values, records: [] };
    group.records.push(record);
    groups.set(name, group);
  }
  return [...groups.values()].flatMap((group) => partsOf(group.records, { fields: group.values }));
}

/** Sends one part, or only tries it. Sent again when nobody knows whether it arrived, it is answered as it was. */
export async function sendPart(
  process: string,
  { versions, plans, change, key }: BulkPart,
  isTrial: boolean,
  signal?: AbortSignal,
): Promise<BulkResult[]> {
  const body = {
    process,
    numbers: Object.keys(versions),
    versions,
    dry_run: isTrial,
    ...change,
    ...(plans ? { plans } : {}),
  };
  const answer = await write<{ results: BulkResult[] }>("/bulk", { body, key, ...(signal ? { signal } : {}) });
  return answer.results;
}

/** As many records as are merged at once. */
export const MOST_MERGED = 200;

/** What is to become one: records, and the one that stays. */
export interface Merging {
  process: string;
  numbers: string[];
  into: string;
}

const merged = ({ process, numbers, into }: Merging, isTrial: boolean, key?: string) => {
  const body = { process, numbers, merge_into: into, dry_run: isTrial };
  return write<{ results: BulkResult[] }>("/bulk", { body, ...(key ? { key } : {}) }).then(({ results }) => results);
};

/** What would come of each, were they merged. */
export const tryMerge = (merging: Merging) => merged(merging, true);

/** Merges them; what came of each. The same key as often as the same is meant: what was done is answered as it was. */
export const mergeInto = (merging: Merging, key: string) => merged(merging, false, key);

/** The records of a list from its first on, as many as are chosen at most. */
export async function allOf(
  process: string,
  view: View,
  signal: AbortSignal,
  told: (found: number) => void,
): Promise<ListedRecord[]> {
  const found: ListedRecord[] = [];
  let cursor: string | null | undefined = "";
  while (cursor !== null && cursor !== undefined && found.length < MOST) {
    const query = { ...view, cursor, limit: PAGE };
    const page: Page<ListedRecord> = await read(withQuery(`/records/${process}`, query), signal);
    found.push(...page.items);
    told(Math.min(found.length, MOST));
    cursor = page.next;
  }
  return found.slice(0, MOST);
}

/** The records as they are once their fields have these values. */
export const withFields = (record: ListedRecord, version: number, fields: Fields): ListedRecord => ({
  ...record,
  version,
  fields: { ...record.fields, ...fields },
});
