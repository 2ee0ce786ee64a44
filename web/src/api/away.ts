// Who is away when, and who stands in: the records of the process that keeps it.
import { useQuery } from "@tanstack/react-query";
import { read, withQuery, write } from "./client";
import { ofContent, useDefinitions } from "./definitions";
import { pathOf } from "./record";
import type { ListedRecord, Page, Process, Reference, YuhengRecord } from "./wire";

const MOST = 200;

/** The process that keeps it, if one sees it. */
export function useAbsences(): Process | undefined {
  const { processes } = useDefinitions();
  return ofContent(processes, "absence")[0];
}

const list = (process: string, filter: string, signal: AbortSignal) =>
  read<Page<ListedRecord>>(withQuery(`/records/${process}`, { filter, sort: "-from", limit: MOST }), signal);

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
  return new Map(today.data?.items.flatMap(of));
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

/** What may be done with one, and its version. */
export const readAway = (record: ListedRecord) => read<YuhengRecord>(pathOf(record));

/** Takes a step with one. */
export const stepAway = ({ process, number, version }: YuhengRecord, step: string) =>
  write<YuhengRecord>(`${pathOf({ process, number })}/transitions/${step}`, { body: { fields: {} }, version });
