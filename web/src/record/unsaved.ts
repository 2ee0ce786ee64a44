// A form that is built and not yet saved: kept in this tab over a reload or a link followed, with what it was begun on, so
// that what others have saved meanwhile is told.
import { useState } from "react";
import { useMe } from "../api/account";
import { keptAt, useKept } from "../api/kept";
import type { RecordAddress } from "../api/record";
import type { Field, Value, YuhengRecord } from "../api/wire";
import { same } from "../field/value";
import { isQuestions } from "../form/shape";

interface Unsaved {
  /** The version, and the value in it, that the editing was begun on. */
  version: number;
  base: Value;
  value: Value;
}

const placeOf = (at: RecordAddress, field: Field) => `edit.${at.process}.${at.number}.${field.id}`;

/** Whether a field of a record has an edit that was not saved. */
export const hasUnsaved = (writer: string, at: RecordAddress, field: Field) =>
  isQuestions(field) && keptAt<Unsaved>(writer, placeOf(at, field)) !== undefined;

/** What is entered in a field's editor. */
export function useUnsaved(at: RecordAddress, field: Field, record: YuhengRecord) {
  const writer = useMe().data?.id ?? "";
  const [begun] = useState<Unsaved>(() => {
    const value = record.fields[field.id];
    return { version: record.version, base: value, value };
  });
  const [isBack] = useState(() => hasUnsaved(writer, at, field));
  const kept = useKept<Unsaved>(writer, placeOf(at, field), () => begun);
  const [value, setValue] = useState<Value>(kept.value.value);
  // What somebody else has changed elsewhere in the record stands in nobody's way.
  const isOvertaken = !same(kept.value.base, begun.base);
  return {
    base: { version: begun.version, value: begun.base },
    value,
    /** Set where it was taken up again: the version that it was begun on. */
    since: isBack ? kept.value.version : undefined,
    isOvertaken,
    change: (next: Value) => {
      setValue(next);
      if (isQuestions(field)) kept.change((before) => ({ ...before, value: next }));
    },
    forget: kept.forget,
  };
}
