// What is done with the chosen records of a list, and what is known of them by it before the list is read again.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { withFields } from "../api/bulk";
import type { Fields, ListedRecord, Process } from "../api/wire";
import { type Plan, stateAfter, staysAsIs } from "./plan";
import { doneOf, type Versions } from "./results";
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
  /** What can be undone of it: of what was answered for, and of the part that is under way, of which nobody knows yet. */
  const offer = (plan: Plan, { given, tried }: Begun, course: Course, isUnderWay: boolean) => {
    const fields = fieldsOf(plan);
    if (!fields) return;
    // Whose version stands has got those values from somebody else meanwhile: what is theirs is not undone.
    const own = doneOf(given, course.results).filter(([{ number }, version]) => version !== tried.get(number));
    const only = (held: Fields) => Object.fromEntries(fields.map((id) => [id, held[id]]));
    const former = own.map(([{ number, fields }, version]) => ({ number, version, fields: only(fields) }));
    const part = isUnderWay ? course.parts[course.at] : undefined;
    const inPart = given.filter(({ number }) => part && number in part.versions);
    const records = inPart.map(({ number, version, fields }) => ({ number, version, fields: only(fields) }));
    const rest = course.of - course.results.length - records.length;
    if (former.length > 0 || part) undo.offer({ fields, former, lost: part && { part, records }, rest });
    else undo.close();
  };
  const settled = (plan: Plan, begun: Begun, course: Course, isLost: boolean) => {
    const { given } = begun;
    const done = doneOf(given, course.results);
    for (const [record, version] of done) {
      const state = stateAfter(process, plan, record) ?? record.state;
      remember({ ...withFields(record, version, valuesOf(plan)), state });
    }
    // Those that have the values already need nothing done.
    const same = isDone(course) ? given.filter((record) => staysAsIs(plan, record)) : [];
    selection.leave([...done.map(([record]) => record), ...same].map(({ number }) => number));
    readAgain();
    if (fieldsOf(plan)) offer(plan, begun, course, isLost);
    else undo.close();
  };
  /** It is kept before a part is sent: whoever leaves the page meanwhile finds it again. */
  const told = (plan: Plan, begun: Begun, course: Course) => {
    if (!isDone(course)) offer(plan, begun, course, true);
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
  return { undo, settled, told, latest, readAgain };
}

/** What is to be changed, as it was when it was tried. */
export interface Begun {
  given: ListedRecord[];
  /** The versions that they had then. */
  tried: Versions;
}

/** The fields that it sets; none where it does anything else, which is not undone. */
function fieldsOf(plan: Plan): string[] | undefined {
  if (plan.kind === "deeds") return plan.macro.sets_only ?? undefined;
  return plan.kind === "edit" ? Object.keys(plan.values) : undefined;
}

const valuesOf = ({ kind, values }: Plan): Fields => (kind === "edit" ? values : {});
