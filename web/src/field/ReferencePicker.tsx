// Finds the record that a reference points to, by number or title. Where the records belong to each other, they are shown
// as the tree that they are until something is typed.
import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import { useDefinitions } from "../api/definitions";
import { type Sought, useCandidates } from "../api/records";
import type { ListedRecord, Process, Reference } from "../api/wire";
import { useAwayWords } from "../away/AwayMark";
import { useText } from "../text/language";
import { detailOf } from "./detail";
import { indented, inTree, parentField } from "./tree";

/** How many records a tree may have to be shown whole. */
const TREE = 200;

/** What narrows the choice: the records that hold this value in that field, in processes that have it. */
export interface Narrowing {
  field: string;
  value: Reference;
}

export interface ReferencePickerProps {
  to: string[];
  narrowing?: Narrowing;
  /** Those for whom it is chosen: only what is offered to them is found. */
  offeredTo?: Reference[];
  value: Reference | undefined;
  onChange: (value: Reference | undefined) => void;
  id?: string;
  status?: "error";
  autoFocus?: boolean;
  "aria-label"?: string;
}

export function ReferencePicker({ to, narrowing, offeredTo = [], value, onChange, ...common }: ReferencePickerProps) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const sought = useDeferredValue(typed);
  const { processes } = useDefinitions();
  const known = processes.filter((process) => to.includes(process.id));
  const away = useAwayWords(known.some((process) => process.content === "person"));
  const isTyped = typed.trim() !== "";
  const where = (process: Process): Sought => {
    const isNarrowed = narrowing && process.fields.some((field) => field.id === narrowing.field);
    if (isNarrowed)
      return { process: process.id, filter: `record.${narrowing.field} == ${JSON.stringify(narrowing.value.id)}` };
    return parentField(process) && sought.trim() === ""
      ? { process: process.id, sort: "opened_at", limit: TREE }
      : { process: process.id };
  };
  const offered_to = offeredTo.map(({ id }) => id).join(",") || undefined;
  const candidates = useCandidates(
    known.map((process) => ({ ...where(process), offered_to })),
    sought,
    open,
  );
  const isSearched = sought === typed && !candidates.isPlaceholderData;
  const found = candidates.data ?? [];
  // What was found for fewer letters stands only as far as it matches, until the answer to these is there.
  const shown: Shown[] = isTyped
    ? bestFirst(found, typed, isSearched ? "all" : "matching").map(alone)
    : placed(withChosen(found, value), known);
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
      options={shown.map(({ record, depth }) => ({
        value: record.id,
        label: nameOf(record),
        number: record.number,
        depth,
        // What it stands below is seen.
        detail: [detailOf(record, known, depth > 0 ? parentsOf(known) : []), away(record.id)]
          .filter(Boolean)
          .join(" · "),
      }))}
      optionRender={(option) => (
        <span className="candidate" style={indented(option.data.depth)}>
          <span>
            {option.label}
            {option.data.detail ? <span className="quiet"> {option.data.detail}</span> : null}
          </span>
          <span className="number">{option.data.number}</span>
        </span>
      )}
      onChange={(chosen) => {
        setTyped("");
        onChange(shown.find(({ record }) => record.id === chosen?.value)?.record);
      }}
    />
  );
}

/** A candidate, and how far it stands in. */
interface Shown {
  record: Reference | ListedRecord;
  depth: number;
}

const alone = (record: Reference): Shown => ({ record, depth: 0 });

/** Those of each process together, in their tree where they form one. */
function placed(found: Reference[], processes: Process[]): Shown[] {
  const isListed = (record: Reference): record is ListedRecord => "fields" in record;
  const parentOf = (record: Reference) => parentField(processes.find(({ id }) => id === record.process));
  const tree = (process: Process) => {
    const parent = parentField(process);
    const own = found.filter(isListed).filter((record) => record.process === process.id);
    return parent ? inTree(own, parent) : [];
  };
  const others = found.filter((record) => !isListed(record) || !parentOf(record));
  return [...others.map(alone), ...processes.flatMap(tree)];
}

const parentsOf = (processes: Process[]) => processes.flatMap((process) => parentField(process)?.id ?? []);

const nameOf = (record: Reference) => record.title || record.number || "—";

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
