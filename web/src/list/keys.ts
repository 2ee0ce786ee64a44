// `j` and `k` move through a list, Enter opens, Space shows beside it.
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useRef, useState } from "react";
import { seenMap } from "../api/seen";
import type { ListedRecord, Process } from "../api/wire";
import { type Offer, useOffers } from "../palette/offer";
import type { ListSearch } from "../router";
import { inBoth } from "../text/language";

/** Where each list was left, so that whoever comes back stands there again. */
const left = seenMap<string, string>();

/** The number of the record on which the list of a process was left. */
export const leftOn = (process: string) => left.get(process);

/** The number of the record on which a list stands; with it, standing on another. */
export function useStanding(process: Process): [string | undefined, (number: string) => void] {
  const [at, setAt] = useState(() => left.get(process.id));
  const stand = useCallback(
    (number: string) => {
      left.set(process.id, number);
      setAt(number);
    },
    [process.id],
  );
  return [at, stand];
}

/** The number of a record that one stood on, and those of the list at that time. */
interface Stood {
  at?: string;
  among: string[];
}

/** Where one is a step after a record that has gone, among those there are: at the nearest that stood on that side of it, whatever has
 * come since; at the last, where so much has come that none of them is here; at the first, where one stood nowhere. */
export function besideGone({ at, among }: Stood, numbers: string[], step: number): number {
  const place = among.indexOf(at ?? "");
  if (place < 0) return 0;
  const [after, before] = [among.slice(place + 1), among.slice(0, place).reverse()];
  const nearest = (side: string[]) => side.find((number) => numbers.includes(number));
  const to = step > 0 ? (nearest(after) ?? nearest(before)) : (nearest(before) ?? nearest(after));
  return to === undefined ? numbers.length - 1 : numbers.indexOf(to);
}

interface ListKeys {
  process: Process;
  records: ListedRecord[];
  search: ListSearch;
  /** The number of the record that the list stands on. */
  at: string | undefined;
  stand: (number: string) => void;
  /** With a record open beside the list, moving opens the next one. */
  opens?: boolean;
  /** Shows the record beside the list, or no longer. */
  onPreview?: () => void;
  onEscape?: () => void;
}

export function useListKeys({ process, records, search, at, stand, opens, onPreview, onEscape }: ListKeys) {
  const navigate = useNavigate();
  // Where the keys have gone: the record that is opened follows.
  const aim = useRef(at);
  useEffect(() => {
    aim.current = at;
  }, [at]);
  // Among whom it stood: who stood on a record that has gone from the list goes on from its place.
  const stood = useRef<Stood>({ among: [] });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins at its first
  useEffect(() => {
    stood.current = { among: [] };
  }, [search]);
  useEffect(() => {
    const among = records.map(({ number }) => number);
    if (at && among.includes(at)) stood.current = { at, among };
  }, [records, at]);
  const go = (number: string) =>
    void navigate({ to: "/records/$process/$number", params: { process: process.id, number }, search });
  const move = (step: number) => {
    const numbers = records.map(({ number }) => number);
    const from = numbers.indexOf(aim.current ?? "");
    const next = from >= 0 ? from + step : besideGone(stood.current, numbers, step);
    const to = records[Math.min(Math.max(next, 0), records.length - 1)];
    if (!to) return;
    // Enter and Space are for the row from here on, not for what was clicked before.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    aim.current = to.number;
    stand(to.number);
    if (opens) go(to.number);
  };
  const key = (key: string, id: string, word: Offer["label"], run: Offer["run"]): Offer => ({
    id,
    kind: "key",
    about: "list",
    label: word,
    key,
    run,
  });
  useOffers([
    { ...key("j", "next", inBoth("frame.key_move"), () => move(1)), repeats: true },
    { ...key("k", "previous", inBoth("frame.key_move"), () => move(-1)), repeats: true },
    // Who stands on no record yet learns what the keys will do.
    opens ? undefined : key("Enter", "open", inBoth("frame.key_open"), at ? () => go(at) : undefined),
    onPreview && key(" ", "preview", inBoth("frame.key_preview"), at ? onPreview : undefined),
    onEscape && key("Escape", "close_preview", inBoth("column.close_preview"), onEscape),
  ]);
}
