// Sends a file's rows part by part, until all are answered for or it is cancelled. What a lost connection stops goes on where
// it stood as soon as the server can be reached again.
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useReconnected } from "../api/connection";
import { sendRows } from "../api/imports";
import { after, type Course, nextRows } from "./course";

export function useCourse(process: string, told: (course: Course) => void = () => undefined) {
  const [course, setCourse] = useState<Course>();
  const stop = useRef<AbortController>(undefined);
  // Whoever leaves the page sends no more.
  useEffect(() => () => stop.current?.abort(), []);
  const sending = useMutation({
    mutationFn: async (from: Course) => {
      const stopping = new AbortController();
      stop.current = stopping;
      let now = from;
      setCourse(now);
      told(now);
      for (let rows = nextRows(now); rows.length > 0 && !stopping.signal.aborted; rows = nextRows(now)) {
        const { how, key, table } = now;
        try {
          const came = await sendRows(process, { how, key, header: table.header, rows }, stopping.signal);
          now = after(now, came);
        } catch (error) {
          if (stopping.signal.aborted) return now;
          throw error;
        }
        setCourse(now);
        told(now);
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
    start: (from: Course) => sending.mutateAsync(from),
    goOn,
    cancel: () => stop.current?.abort(),
    reset: () => {
      stop.current?.abort();
      sending.reset();
      setCourse(undefined);
    },
  };
}
