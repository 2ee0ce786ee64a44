// A record as an entry: what it is called, of which process, in which state.
import { useNavigate } from "@tanstack/react-router";
import { ofContent, useDefinitions } from "../api/definitions";
import type { Fields, ListedRecord, Reference } from "../api/wire";
import { detailOf } from "../field/detail";
import { useTitleOf } from "../field/named";
import { focusContent } from "../look/focus";
import { useLabel } from "../text/language";
import { type Entry, idOf } from "./entry";

/** A record as far as it is known: by its number alone, as search finds it, or as lists have it. */
type Known = Pick<Reference, "process" | "number" | "title"> & { fields?: Fields };

export function useRecordEntry() {
  const navigate = useNavigate();
  const label = useLabel();
  const titleOf = useTitleOf();
  const { processes } = useDefinitions();
  const people = ["person", "contact"].flatMap((content) => ofContent(processes, content));
  return (record: Known, state?: Pick<ListedRecord, "state" | "is_void">): Entry => {
    const { process: id, number } = record;
    const process = processes.find((one) => one.id === id);
    const isPerson = process !== undefined && people.includes(process);
    const title = titleOf(record);
    return {
      id: idOf(record),
      kind: isPerson ? "somebody" : "record",
      text: title,
      number: isPerson ? undefined : number,
      detail: isPerson ? detailOf(record as ListedRecord, processes) : label(process?.label),
      // That somebody is in force goes without saying.
      state: process && state && !isPerson ? { process, record: state } : undefined,
      chosen: { id: idOf(record), record: { process: id, number, title } },
      run: () => {
        void navigate({ to: "/records/$process/$number", params: { process: id, number } });
        focusContent();
      },
    };
  };
}
