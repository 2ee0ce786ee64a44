// What is done with the chosen records of a list, and what is known of them by it before the list is read again.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { type Former, withFields } from "../api/bulk";
import type { BulkResult, Fields, ListedRecord, Process } from "../api/wire";
import { type Plan, stateAfter, staysAsIs } from "./plan";
import type { Selection } from "./selection";
import { type Course, isDone } from "./useRun";
import { useUndo } from "./useUndo";

export function useBulk(process: Process, selection: Selection, records: ListedRecord[]) {
  const queries = useQueryClient();
  // A list that was read before would show them as they were, and others would be taken for whoever changed them.
  const own = useRef(new Map<string, ListedRecord>());
  const readAgain = () => {
    void queries.invalidateQueries({ queryKey: ["records"] });
    void queries.invalidateQueries({ queryKey: ["record", process.id] });
  };
  const remember = (record: ListedRecord) => own.current.set(record.number, record);
  const undo = useUndo(process.id, (former, results) => {
    const shown = new Map(records.map((record) => [record.number, record]));
    for (const [{ number, fields }, version] of doneOf(former, results)) {
      // After a reload the list alone has it whole.
      const whole = own.current.get(number) ?? shown.get(number);
      if (whole) remember(withFields(whole, version, fields));
    }
    readAgain();
  });
  /** `tried`: the versions that they had when it was tried. */
  const settled = (plan: Plan, given: ListedRecord[], course: Course, tried: Versions) => {
    const done = doneOf(given, course.results);
    for (const [record, version] of done) {
      const state = stateAfter(process, plan, record) ?? record.state;
      remember({ ...withFields(record, version, valuesOf(plan)), state });
    }
    // Those that have the values already need nothing done.
    const same = isDone(course) ? given.filter((record) => staysAsIs(plan, record)) : [];
    selection.leave([...done.map(([record]) => record), ...same].map(({ number }) => number));
    readAgain();
    const fields =
      plan.kind === "deeds" ? plan.macro.sets_only : plan.kind === "edit" ? Object.keys(plan.values) : null;
    if (!fields) undo.close();
    else {
      // Whose version stands has got those values from somebody else meanwhile: what is theirs is not undone.
      const own = done.filter(([{ number }, version]) => version !== tried.get(number));
      const only = (held: Fields) => Object.fromEntries(fields.map((id) => [id, held[id]]));
      const former = own.map(([{ number, fields }, version]) => ({ number, version, fields: only(fields) }));
      if (former.length > 0) undo.offer({ fields, former });
    }
  };
  /** The chosen records as they are known now: as the list shows them, or as they were left since. */
  const latest = useCallback(() => {
    const shown = new Map(records.map((record) => [record.number, record]));
    const newest = (one: ListedRecord, other: ListedRecord | undefined) =>
      other && other.version > one.version ? other : one;
    return [...selection.chosen.values()].map((record) =>
      newest(newest(record, shown.get(record.number)), own.current.get(record.number)),
    );
  }, [records, selection.chosen]);
  return { undo, settled, latest, readAgain };
}

const valuesOf = ({ kind, values }: Plan): Fields => (kind === "edit" ? values : {});

export type Versions = ReadonlyMap<string, number>;

/** By number, the version of each that was answered for. */
export const versionsOf = (results: BulkResult[]): Versions =>
  new Map(results.flatMap(({ number, ok, version }) => (ok && version ? [[number, version]] : [])));

/** Those that were changed, with the version that they have by it. */
function doneOf<Of extends Former>(records: Of[], results: BulkResult[]): [Of, number][] {
  const versions = versionsOf(results);
  return records.flatMap((record): [Of, number][] => {
    const version = versions.get(record.number);
    return version === undefined ? [] : [[record, version]];
  });
}
