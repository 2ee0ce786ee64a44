// What is done to many records, sent part by part.
import { type BulkPart, sendPart } from "../api/bulk";
import { type Place, useParts } from "../api/parts";
import type { BulkResult } from "../api/wire";

export interface Course {
  parts: BulkPart[];
  isTrial: boolean;
  /** How many parts have been answered for. */
  at: number;
  /** How many records those parts have all together. */
  of: number;
  results: BulkResult[];
}

export const begun = (parts: BulkPart[], isTrial: boolean): Course => ({
  parts,
  isTrial,
  at: 0,
  of: parts.reduce((sum, { versions }) => sum + Object.keys(versions).length, 0),
  results: [],
});

export const isDone = ({ at, parts }: Course) => at >= parts.length;

/** What is tried ends at once; of what is done, the part that is under way is waited for. */
export function useRun(
  process: string,
  place: Place<Course>,
  settled?: (course: Course, isStopped: boolean, isLost: boolean) => void,
  told?: (course: Course) => void,
) {
  const run = useParts<Course>(place, {
    isDone,
    takesBack: ({ isTrial }) => isTrial,
    send: async (course, signal) => {
      const came = await send(process, course, signal);
      return { ...course, at: course.at + 1, results: [...course.results, ...came] };
    },
    ...(settled ? { settled } : {}),
    ...(told ? { told } : {}),
  });
  return { ...run, start: (parts: BulkPart[], isTrial: boolean) => run.start(begun(parts, isTrial)) };
}

export type Run = ReturnType<typeof useRun>;

async function send(process: string, course: Course, signal?: AbortSignal): Promise<BulkResult[]> {
  const { parts, at, isTrial } = course;
  const part = parts[at];
  return part ? sendPart(process, part, isTrial, signal) : [];
}
