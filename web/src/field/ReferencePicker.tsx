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
  const shown = candidates.data ?? [];
  return (
    <Select
      {...common}
      allowClear
      open={open}
      onOpenChange={setOpen}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder={t("field.search")}
      loading={candidates.isFetching}
      notFoundContent={candidates.isFetching ? t("field.searching") : t("field.none_found")}
      value={value?.id}
      options={withChosen(shown, value).map((record) => ({
        value: record.id,
        label: record.title || record.number || record.id,
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
      onChange={(id) => {
        setTyped("");
        onChange(withChosen(shown, value).find((record) => record.id === id));
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

function withChosen(shown: Reference[], chosen: Reference | undefined): Reference[] {
  return !chosen || shown.some((record) => record.id === chosen.id) ? shown : [chosen, ...shown];
}
