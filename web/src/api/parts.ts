// Work that is sent part by part, until all of it is answered for or it is stopped. What a lost connection stops goes on where it
// stood, as soon as the server can be reached again or its reader says so.
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useReconnected } from "./connection";

export interface Work<Course> {
  isDone: (course: Course) => boolean;
  /** Sends the next part; with it answered for, where the work is. */
  send: (course: Course, signal: AbortSignal | undefined) => Promise<Course>;
  /** Whether a stop takes the part back that is under way; else that part is waited for. */
  takesBack: (course: Course) => boolean;
  /** Where it is when nobody knows what became of a part. */
  failed?: (course: Course, error: unknown) => Course;
  /** How far it is, at its beginning and after each part. */
  told?: (course: Course) => void;
  /** How far it came for now: to its end, until it was stopped, or until a part failed, of which nobody knows whether it was done. */
  settled?: (course: Course, isStopped: boolean, isLost: boolean) => void;
}

/** Where a course is kept. */
export type Place<Course> = [Course | undefined, (course: Course | undefined) => void];

export function useParts<Course>([course, setCourse]: Place<Course>, work: Work<Course>) {
  const [isStopping, setStopping] = useState(false);
  const stop = useRef<AbortController>(undefined);
  // Who is told is who listens by then, not when it began.
  const latest = useRef(work);
  latest.current = work;
  // Whoever leaves the page sends no more.
  useEffect(() => () => stop.current?.abort(), []);
  const sending = useMutation({
    mutationFn: async (from: Course) => {
      const stopping = new AbortController();
      stop.current = stopping;
      const { signal } = stopping;
      const { isDone, send, takesBack, failed = (given) => given } = work;
      let [now, isLost] = [from, false];
      const reach = (next: Course) => {
        now = next;
        setCourse(now);
      };
      setStopping(false);
      setCourse(now);
      latest.current.told?.(now);
      try {
        while (!isDone(now) && !signal.aborted) {
          reach(await send(now, takesBack(now) ? signal : undefined));
          latest.current.told?.(now);
        }
      } catch (error) {
        isLost = true;
        if (takesBack(now) && signal.aborted) return now;
        reach(failed(now, error));
        throw error;
      } finally {
        latest.current.settled?.(now, signal.aborted, isLost);
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
    /** Begins; it fails where a part does. */
    begin: (from: Course) => sending.mutateAsync(from),
    start: (from: Course) => sending.mutate(from),
    goOn,
    /** Ends it: at once, where the part under way can be taken back. */
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
