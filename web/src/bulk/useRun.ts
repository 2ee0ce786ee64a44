// Sends what is done to many records part by part, until all are answered for or it is stopped. What a lost connection stops goes
// on where it stood, as soon as the server can be reached again or its reader says so.
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useMe } from "../api/account";
import { type BulkPart, sendAgain, sendPart } from "../api/bulk";
import { Refusal } from "../api/client";
import { useReconnected } from "../api/connection";
import type { BulkResult } from "../api/wire";

export interface Course {
  parts: BulkPart[];
  isTrial: boolean;
  /** How many parts have been answered for. */
  at: number;
  /** How many records those parts have all together. */
  of: number;
  results: BulkResult[];
  /** The next part was sent, and nobody knows whether it arrived. */
  isUnsure: boolean;
}

export const begun = (parts: BulkPart[], isTrial: boolean): Course => ({
  parts,
  isTrial,
  at: 0,
  of: parts.reduce((sum, { versions }) => sum + Object.keys(versions).length, 0),
  results: [],
  isUnsure: false,
});

export const isDone = ({ at, parts }: Course) => at >= parts.length;

const isLost = (error: unknown) => !(error instanceof Refusal && error.isFinal);

export function useRun(process: string, settled: (course: Course, isStopped: boolean) => void = () => undefined) {
  const person = useMe().data?.id ?? "";
  const [course, setCourse] = useState<Course>();
  const [isStopping, setStopping] = useState(false);
  const stop = useRef<AbortController>(undefined);
  // Whoever leaves the page sends no more.
  useEffect(() => () => stop.current?.abort(), []);
  const sending = useMutation({
    mutationFn: async (from: Course) => {
      const stopping = new AbortController();
      stop.current = stopping;
      const { signal } = stopping;
      setStopping(false);
      let now = from;
      setCourse(now);
      try {
        for (let part = now.parts[now.at]; part && !signal.aborted; part = now.parts[now.at]) {
          const came = await send(process, part, now, { person, signal });
          now = { ...now, at: now.at + 1, results: [...now.results, ...came], isUnsure: false };
          setCourse(now);
        }
      } catch (error) {
        if (now.isTrial && signal.aborted) return now;
        now = { ...now, isUnsure: !now.isTrial && isLost(error) };
        setCourse(now);
        throw error;
      } finally {
        settled(now, signal.aborted);
      }
      return now;
    },
  });
  const goOn = () => {
    if (course && !sending.isPending) sending.mutate(course);
  };
  const { error } = sending;
  useReconnected(error, goOn);
  return {
    course,
    error,
    isRunning: sending.isPending,
    isStopping: isStopping && sending.isPending,
    start: (parts: BulkPart[], isTrial: boolean) => sending.mutate(begun(parts, isTrial)),
    goOn,
    /** Ends it: what is tried at once, what is done with the part that is under way. */
    stop: () => {
      setStopping(true);
      stop.current?.abort();
    },
    reset: () => {
      stop.current?.abort();
      sending.reset();
      setCourse(undefined);
    },
  };
}

export type Run = ReturnType<typeof useRun>;

function send(
  process: string,
  part: BulkPart,
  { isTrial, isUnsure }: Course,
  { person, signal }: { person: string; signal: AbortSignal },
): Promise<BulkResult[]> {
  if (isTrial) return sendPart(process, part, true, signal);
  return isUnsure ? sendAgain(process, part, person) : sendPart(process, part, false);
}
