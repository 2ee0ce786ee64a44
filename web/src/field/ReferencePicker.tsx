// Finds the record that a reference points to, by number or title.
import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import { useDefinitions } from "../api/definitions";
import { useCandidates } from "../api/records";
import type { ListedRecord, Process, Reference } from "../api/wire";
import { useText } from "../text/language";
import { isReference } from "./value";

/** What narrows the choice: the records that hold this value in that field, in processes that have it. */
export interface Narrowing {
  field: string;
  value: Reference;
}

export interface ReferencePickerProps {
  to: string[];
  narrowing?: Narrowing;
  value: Reference | undefined;
  onChange: (value: Reference | undefined) => void;
  id?: string;
  status?: "error";
  autoFocus?: boolean;
  "aria-label"?: string;
}

export function ReferencePicker({ to, narrowing, value, onChange, ...common }: ReferencePickerProps) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const sought = useDeferredValue(typed);
  const { processes } = useDefinitions();
  const known = processes.filter((process) => to.includes(process.id));
  const narrowed = (process: Process) =>
    narrowing && process.fields.some((field) => field.id === narrowing.field)
      ? { process: process.id, filter: `record.${narrowing.field} == ${JSON.stringify(narrowing.value.id)}` }
      : { process: process.id };
  const candidates = useCandidates(known.map(narrowed), sought, open);
  const isSearched = sought === typed && !candidates.isPlaceholderData;
  const found = candidates.data ?? [];
  // What was found for fewer letters stands only as far as it matches, until the answer to these is there.
  const shown = typed.trim() ? bestFirst(found, typed, isSearched ? "all" : "matching") : withChosen(found, value);
  return (
    <Select
      {...common}
      allowClear
      open={open}
      onOpenChange={setOpen}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder={t("field.search")}
      loading={candidates.isFetching}
      notFoundContent={candidates.isFetching || !isSearched ? t("field.searching") : t("field.none_found")}
      labelInValue
      value={value && { value: value.id, label: nameOf(value) }}
      options={shown.map((record) => ({
        value: record.id,
        label: nameOf(record),
        number: record.number,
        detail: detailOf(record, known),
      }))}
      optionRender={(option) => (
        <span className="candidate">
          <span>
            {option.label}
            {option.data.detail ? <span className="quiet"> {option.data.detail}</span> : null}
          </span>
          <span className="number">{option.data.number}</span>
        </span>
      )}
      onChange={(chosen) => {
        setTyped("");
        onChange(shown.find((record) => record.id === chosen?.value));
      }}
    />
  );
}

/** What tells a candidate from others of its name: what its list shows beside it. */
function detailOf(record: Reference | ListedRecord, processes: Process[]): string {
  const process = processes.find((one) => one.id === record.process);
  if (!process || !("fields" in record)) return "";
  const texts = process.list.filter((column) => column !== process.title).map((column) => record.fields[column]);
  const words = texts.map((value) => (isReference(value) ? value.title : typeof value === "string" ? value : ""));
  return words.filter(Boolean).slice(0, 3).join(" · ");
}

const nameOf = (record: Reference) => record.title || record.number || record.id;

/** Those that are called so, or begin so, before those that have it somewhere; Enter takes the first. */
function bestFirst<Found extends Reference>(found: Found[], typed: string, kept: "all" | "matching"): Found[] {
  const sought = typed.trim().toLowerCase();
  const rank = (record: Found) => {
    const names = [record.title, record.number].map((name) => name.toLowerCase());
    if (names.includes(sought)) return 0;
    if (names.some((name) => name.startsWith(sought))) return 1;
    return names.some((name) => name.includes(sought)) ? 2 : 3;
  };
  const ranked = found.map((record) => ({ record, rank: rank(record) }));
  const stays = ranked.filter((one) => kept === "all" || one.rank < 3);
  return stays.sort((a, b) => a.rank - b.rank).map((one) => one.record);
}

function withChosen(shown: Reference[], chosen: Reference | undefined): Reference[] {
  return !chosen || shown.some((record) => record.id === chosen.id) ? shown : [chosen, ...shown];
}
