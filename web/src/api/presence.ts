// Who else has a record open: says that this tab has, again every half minute while somebody is at it, and learns of the others.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { isAttended, isNear } from "./attendance";
import { newKey, write } from "./client";
import { pathOf, type RecordAddress } from "./record";
import type { Present } from "./wire";

const AGAIN = 30_000;
const TAB = newKey();
const NOBODY: Present[] = [];

interface Others {
  items: Present[];
}

/** Where this tab says that it has a record open. */
export const placeOf = (at: RecordAddress) => `${pathOf(at)}/presence/${TAB}`;

/** Reads and says nothing from a tab that nobody looks at: what it said runs out by itself. */
async function attend(at: RecordAddress, isWriting: boolean): Promise<Others> {
  if (document.visibilityState === "hidden" || !isNear()) return { items: NOBODY };
  return write<Others>(placeOf(at), { method: "PUT", body: { is_writing: isWriting && isAttended() } });
}

/** The others who have the record open, as long as the component stands. */
export function usePresence(at: RecordAddress, isWriting: boolean): Present[] {
  const { process, number } = at;
  const others = useQuery({
    queryKey: ["presence", process, number, isWriting],
    queryFn: () => attend({ process, number }, isWriting),
    refetchInterval: AGAIN,
    refetchOnWindowFocus: true,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  useEffect(() => {
    const leave = () =>
      void write(placeOf({ process, number }), { method: "DELETE", outlives: true }).catch(() => undefined);
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [process, number]);
  return others.data?.items ?? NOBODY;
}
