// What was answered of several records: the versions that they have by it.
import type { Former } from "../api/bulk";
import type { BulkResult } from "../api/wire";

export type Versions = ReadonlyMap<string, number>;

/** By number, the version of each that was answered for. */
export const versionsOf = (results: BulkResult[]): Versions =>
  new Map(results.flatMap(({ number, ok, version }) => (ok && version ? [[number, version]] : [])));

/** Those that were changed, with the version that they have by it. */
export function doneOf<Of extends Former>(records: Of[], results: BulkResult[]): [Of, number][] {
  const versions = versionsOf(results);
  return records.flatMap((record): [Of, number][] => {
    const version = versions.get(record.number);
    return version === undefined ? [] : [[record, version]];
  });
}
