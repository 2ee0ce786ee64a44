// `j` and `k` move through a list, Enter opens.
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { ListedRecord, Process } from "../api/wire";
import { isTyping } from "../frame/keys";
import type { ListSearch } from "../router";

/** The row that the keys stand on; -1: none yet. With a record open, moving opens the next one. */
export function useListKeys(process: Process, records: ListedRecord[], search: ListSearch, current?: string): number {
  const navigate = useNavigate();
  const [at, setAt] = useState(-1);
  useEffect(() => {
    const open = (record: ListedRecord | undefined) =>
      record &&
      navigate({ to: "/records/$process/$number", params: { process: process.id, number: record.number }, search });
    const press = (event: KeyboardEvent) => {
      if (isTyping(event)) return;
      const step = { j: 1, k: -1 }[event.key];
      if (step) {
        const from = current ? records.findIndex((record) => record.number === current) : at;
        const to = Math.min(Math.max(from + step, 0), records.length - 1);
        setAt(to);
        document.querySelectorAll("table.records tbody tr")[to]?.scrollIntoView({ block: "nearest" });
        if (current) void open(records[to]);
      } else if (event.key === "Enter" && !(event.target as HTMLElement).closest("a, button")) {
        void open(records[at]);
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [navigate, process, records, search, current, at]);
  return current ? -1 : at;
}
