// Who else has a record open: says that this tab has, again every half minute while somebody is at it, and learns of the others.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { isAttended, isNear } from "./attendance";
import { newKey, Refusal, write } from "./client";
import { eyes } from "./eyes";
import { inOrder } from "./order";
import { pathOf, type RecordAddress } from "./record";
import type { Present, PresentAt } from "./wire";

const AGAIN = 30_000;
/** For how long what is said holds, here as at the server. */
const HOLDS = 75_000;
const TAB = newKey();
const NOBODY: Present[] = [];

interface Told {
  items: Present[];
}

interface Others extends Told {
  /** When this was told. */
  at: number;
}

/** Where this tab says that it has a record open. */
export const placeOf = (at: RecordAddress) => `${pathOf(at)}/presence/${TAB}`;

/** Reads and says nothing from a tab that nobody looks at: what it said runs out by itself. */
async function attend(at: RecordAddress, isWriting: boolean): Promise<Others> {
  const place = placeOf(at);
  const said = () => write<Told>(place, { method: "PUT", body: { is_writing: isWriting && isAttended() } });
  const isLookedAt = document.visibilityState !== "hidden" && isNear();
  const { items } = isLookedAt ? await inOrder(place, said) : { items: NOBODY };
  return { items, at: Date.now() };
}

/** Whether the same would be answered again: the record is not there, or its notes are not to be read. */
const isRefused = (error: unknown) => error instanceof Refusal && error.isFinal;

const leave = (place: string) => write(place, { method: "DELETE", outlives: true }).catch(() => undefined);

/** The others who have the record open, as long as the component stands and the record is there (`isSeen`). */
export function usePresence(at: RecordAddress, isWriting: boolean, isSeen: boolean): Present[] {
  // Whoever looks through another's eyes is at no record.
  const isThere = isSeen && !eyes();
  const { process, number } = at;
  const others = useQuery({
    queryKey: ["presence", process, number, isWriting],
    queryFn: () => attend({ process, number }, isWriting),
    enabled: isThere,
    refetchInterval: ({ state }) => (isRefused(state.error) ? false : AGAIN),
    refetchOnWindowFocus: true,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  useEffect(() => {
    if (!isThere) return;
    const place = placeOf({ process, number });
    // A page that goes does not live to hear the answer to what it said before.
    const go = () => void leave(place);
    window.addEventListener("pagehide", go);
    return () => {
      window.removeEventListener("pagehide", go);
      void inOrder(place, () => leave(place));
    };
  }, [process, number, isThere]);
  const isOver = useIsOver(others.data?.at);
  return !isThere || others.isError || isOver ? NOBODY : (others.data?.items ?? NOBODY);
}

/** How often a list asks again who is at its records, where no stream of events tells it. */
const LOOK_AGAIN = 10_000;

/** Where this tab says which records it has in sight in a list. */
export const LOOKS = `/presence/${TAB}`;

export type PresentAtRecords = { [record: string]: Present[] };

/** Who has which of the records in sight in a list open: one request for all of them. Lists that nobody looks at ask nothing. */
export function usePresenceAt(records: string[]): PresentAtRecords {
  const found = useQuery({
    queryKey: ["presences", records.join()],
    queryFn: async () => {
      if (document.visibilityState === "hidden") return {};
      const { items } = await write<{ items: PresentAt[] }>(LOOKS, { method: "PUT", body: { records } });
      return Object.fromEntries(items.map(({ record, others }) => [record, others]));
    },
    enabled: records.length > 0,
    refetchInterval: ({ state }) => (isRefused(state.error) ? false : LOOK_AGAIN),
    refetchOnWindowFocus: true,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  return found.isError ? NOWHERE : (found.data ?? NOWHERE);
}

const NOWHERE: PresentAtRecords = {};

/** Whether what was told at a moment holds no longer. */
function useIsOver(at: number | undefined): boolean {
  const [over, setOver] = useState<number>();
  useEffect(() => {
    if (at === undefined) return;
    const timer = setTimeout(() => setOver(at), HOLDS - (Date.now() - at));
    return () => clearTimeout(timer);
  }, [at]);
  return over !== undefined && over === at;
}
