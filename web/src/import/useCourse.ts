// A file's rows, sent part by part.
import { useState } from "react";
import { sendRows } from "../api/imports";
import { useParts } from "../api/parts";
import { after, type Course, isDone, nextRows } from "./course";

interface Hearing {
  /** How far it is, after each part. */
  told?: (course: Course) => void;
  /** It has come to its end, or to a stop. */
  settled?: () => void;
}

/** Sent again, a part opens nothing twice: it may be taken back at any time. */
export function useCourse(process: string, hearing: Hearing = {}) {
  const place = useState<Course>();
  return useParts<Course>(place, {
    isDone,
    takesBack: () => true,
    send: async (course, signal) => {
      const { how, key, table } = course;
      return after(course, await sendRows(process, { how, key, header: table.header, rows: nextRows(course) }, signal));
    },
    ...hearing,
  });
}
