// `j` and `k` move through a list, Enter opens, Space shows beside it.
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useRef, useState } from "react";
import type { ListedRecord, Process } from "../api/wire";
import { type Offer, useOffers } from "../palette/offer";
import type { ListSearch } from "../router";
import { inBoth } from "../text/language";

/** Where each list was left, so that whoever comes back stands there again. */
const left = new Map<string, string>();

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
  // How far down that was: who stood on a record that is no more in the list goes on from there.
  const last = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins at its first
  useEffect(() => {
    last.current = 0;
  }, [search]);
  useEffect(() => {
    const index = records.findIndex((record) => record.number === at);
    if (index >= 0) last.current = index;
  }, [records, at]);
  const go = (number: string) =>
    void navigate({ to: "/records/$process/$number", params: { process: process.id, number }, search });
  const move = (step: number) => {
    const from = records.findIndex((record) => record.number === aim.current);
    const next = from >= 0 ? from + step : last.current + Math.min(step, 0);
    const to = records[Math.min(Math.max(next, 0), records.length - 1)];
    if (!to) return;
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
    key("j", "next", inBoth("frame.key_move"), () => move(1)),
    key("k", "previous", inBoth("frame.key_move"), () => move(-1)),
    // Who stands on no record yet learns what the keys will do.
    opens ? undefined : key("Enter", "open", inBoth("frame.key_open"), at ? () => go(at) : undefined),
    onPreview && key(" ", "preview", inBoth("frame.key_preview"), at ? onPreview : undefined),
    onEscape && key("Escape", "close_preview", inBoth("column.close_preview"), onEscape),
  ]);
}
