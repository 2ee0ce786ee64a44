// `j` and `k` move through a list, Enter opens, Space shows beside it.
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useRef, useState } from "react";
import type { ListedRecord, Process } from "../api/wire";
import { isTyping } from "../frame/keys";
import type { ListSearch } from "../router";

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
  useEffect(() => {
    const open = (number: string | undefined) =>
      number && navigate({ to: "/records/$process/$number", params: { process: process.id, number }, search });
    const move = (step: number) => {
      const from = records.findIndex((record) => record.number === aim.current);
      const next = from >= 0 ? from + step : last.current + Math.min(step, 0);
      const to = records[Math.min(Math.max(next, 0), records.length - 1)];
      if (!to) return;
      aim.current = to.number;
      stand(to.number);
      if (opens) void open(to.number);
    };
    const isFree = (event: KeyboardEvent) =>
      !(event.target as HTMLElement).closest("a, button, input:not([type=radio]), [role=separator]");
    const press = (event: KeyboardEvent) => {
      if (isTyping(event)) return;
      const step = { j: 1, k: -1 }[event.key];
      if (step) move(step);
      else if (event.key === "Enter" && isFree(event)) void open(at);
      else if (event.key === "Escape") onEscape?.();
      else if (event.key === " " && onPreview && isFree(event)) {
        event.preventDefault();
        onPreview();
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [navigate, process, records, search, at, stand, opens, onPreview, onEscape]);
}
