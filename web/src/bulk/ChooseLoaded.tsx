// The box in the head of a list that chooses all records which are loaded, or none.
import { useEffect, useRef } from "react";
import type { ListedRecord } from "../api/wire";
import { useText } from "../text/language";
import type { Selection } from "./selection";

export function ChooseLoaded({ records, selection }: { records: ListedRecord[]; selection: Selection }) {
  const t = useText();
  const box = useRef<HTMLInputElement>(null);
  const { chosen } = selection;
  const isAll = records.length > 0 && records.every(({ number }) => chosen.has(number));
  const isSome = chosen.size > 0 && !isAll;
  useEffect(() => {
    if (box.current) box.current.indeterminate = isSome;
  }, [isSome]);
  return (
    <input
      ref={box}
      type="checkbox"
      className="choose"
      aria-label={t("bulk.choose_loaded")}
      checked={isAll}
      onChange={() => (isAll ? selection.clear() : selection.add(records))}
    />
  );
}
