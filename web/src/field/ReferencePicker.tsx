// Finds the record that a reference points to, by number or title.
import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import { useDefinitions } from "../api/definitions";
import { useCandidates } from "../api/records";
import type { Reference } from "../api/wire";
import { useText } from "../text/language";

export interface ReferencePickerProps {
  to: string[];
  value: Reference | undefined;
  onChange: (value: Reference | undefined) => void;
  id?: string;
  status?: "error";
  autoFocus?: boolean;
  "aria-label"?: string;
}

export function ReferencePicker({ to, value, onChange, ...common }: ReferencePickerProps) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const sought = useDeferredValue(typed);
  const { processes } = useDefinitions();
  const known = to.filter((id) => processes.some((process) => process.id === id));
  const candidates = useCandidates(known, sought, open);
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
      }))}
      optionRender={(option) => (
        <span className="candidate">
          <span>{option.label}</span>
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

function withChosen(shown: Reference[], chosen: Reference | undefined): Reference[] {
  return !chosen || shown.some((record) => record.id === chosen.id) ? shown : [chosen, ...shown];
}
