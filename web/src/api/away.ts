// Who is away when, and who stands in: the records of the process that keeps it.
import { useQuery } from "@tanstack/react-query";
import { read, withQuery, write } from "./client";
import { ofContent, useDefinitions } from "./definitions";
import { pathOf, recordQuery } from "./record";
import type { ListedRecord, Page, Process, Reference, YuhengRecord } from "./wire";

const PAGE = 200;

/** The process that keeps it, if one sees it. */
export function useAbsences(): Process | undefined {
  const { processes } = useDefinitions();
  return ofContent(processes, "absence")[0];
}

/** All that match, page after page: a mark that is missing would say that somebody is there. */
async function list(process: string, filter: string, signal: AbortSignal): Promise<ListedRecord[]> {
  const found: ListedRecord[] = [];
  let cursor: string | null | undefined = "";
  while (cursor !== null && cursor !== undefined) {
    const query = { filter, sort: "-from", limit: PAGE, cursor };
    const page: Page<ListedRecord> = await read(withQuery(`/records/${process}`, query), signal);
    found.push(...page.items);
    cursor = page.next;
  }
  return found;
}

/** When somebody is, was and will be away, the latest first. */
export function useAwayDays(process: Process | undefined, person: string | undefined) {
  const id = process?.id ?? "";
  return useQuery({
    queryKey: ["records", id, "away", person],
    queryFn: ({ signal }) => list(id, `record.person == ${JSON.stringify(person)}`, signal),
    enabled: process !== undefined && person !== undefined,
  });
}

export interface Away {
  until: string;
  deputy: string;
}

/** Who is away today, by the person's identity; asked only where people are shown. */
export function useAwayToday(isOn: boolean): Map<string, Away> {
  const id = useAbsences()?.id ?? "";
  const today = useQuery({
    queryKey: ["records", id, "away"],
    queryFn: ({ signal }) => list(id, "record.is_open && record.from <= today && record.until >= today", signal),
    enabled: isOn && id !== "",
    staleTime: 60_000,
  });
  const of = ({ fields }: ListedRecord): [string, Away][] => {
    const [person, deputy] = [fields.person, fields.deputy] as (Reference | undefined)[];
    return person ? [[person.id, { until: String(fields.until ?? ""), deputy: deputy?.title ?? "" }]] : [];
  };
  return new Map(today.data?.flatMap(of));
}

export interface AwayGiven {
  person: string;
  deputy: string;
  from: string;
  until: string;
  note?: string;
}

/** Says that somebody is away. */
export const setAway = (process: string, given: AwayGiven) =>
  write<YuhengRecord>(`/records/${process}`, { body: given });

/** One as a whole: what may be done with it, and its version; asked only while it is in force. */
export const useWholeAway = (record: ListedRecord) => useQuery({ ...recordQuery(record), enabled: record.is_open });

/** Takes a step with one. */
export const stepAway = ({ process, number, version }: YuhengRecord, step: string) =>
  write<YuhengRecord>(`${pathOf({ process, number })}/transitions/${step}`, { body: { fields: {} }, version });
