// A list taken away as a file: how far it is, until it is kept, refused or cancelled.
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { exported, type FileKind, keepFile } from "../api/files";
import type { Progress } from "../api/pieces";
import type { View } from "../api/records";

export function useExport(process: string, view: View, name: string) {
  const [progress, setProgress] = useState<Progress>();
  const stop = useRef<AbortController>(undefined);
  // Whoever leaves the list waits for no file of it.
  useEffect(() => () => stop.current?.abort(), []);
  const taking = useMutation({
    mutationFn: async (format: FileKind) => {
      const stopping = new AbortController();
      stop.current = stopping;
      setProgress(undefined);
      try {
        keepFile(`${name}.${format}`, await exported(process, view, format, setProgress, stopping.signal));
      } catch (error) {
        if (!stopping.signal.aborted) throw error;
      }
    },
  });
  return {
    isTaking: taking.isPending,
    error: taking.error,
    progress,
    take: (format: FileKind) => {
      if (!taking.isPending) taking.mutate(format);
    },
    cancel: () => stop.current?.abort(),
    close: taking.reset,
  };
}
