// The days on which a duty opens a record, while its rhythm is being written.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { filled } from "../field/value";
import { useSettled } from "../text/settled";
import { write } from "./client";
import type { DutyDay, Fields } from "./wire";

/** How long after the last key a rhythm counts as written so far, in milliseconds. */
const PAUSE = 300;

/** The next days of the rhythm that the values of `fields` say. */
export function useDutyDays(values: Fields, fields: string[]) {
  const said = filled(Object.fromEntries(fields.map((field) => [field, values[field]])));
  const settled = useSettled(JSON.stringify(said), PAUSE);
  return useQuery({
    queryKey: ["duty", "days", settled],
    queryFn: async () =>
      (await write<{ items: DutyDay[] }>("/duties/days", { body: { fields: JSON.parse(settled) } })).items,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 60_000,
  });
}
