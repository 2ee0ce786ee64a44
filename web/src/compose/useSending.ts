// Sends what was written: the files first, one after the other, then the words.
import { useRef, useState } from "react";
import { newKey, Refusal } from "../api/client";
import { type RecordAddress, useChanges } from "../api/record";
import type { Audience } from "../api/wire";

export interface Sending {
  files: File[];
  add: (files: File[]) => void;
  remove: (file: File) => void;
  /** The share of the first file that has gone. */
  share: number | undefined;
  error: unknown;
  isPending: boolean;
  /** `withGaps`: its writer has said that it goes out with the gaps that it has. */
  send: (body: string, key: string, withGaps: boolean) => Promise<boolean>;
  /** What was refused is written otherwise now. */
  forget: () => void;
}

export function useSending(at: RecordAddress, audience: Audience): Sending {
  const { comment, attach } = useChanges(at);
  const [files, setFiles] = useState<File[]>([]);
  const [share, setShare] = useState<number>();
  // A file that is sent again because no answer came is the same intent.
  const keys = useRef(new Map<File, string>());
  const sendFiles = async () => {
    for (const file of files) {
      const key = keys.current.get(file) ?? newKey();
      keys.current.set(file, key);
      setShare(0);
      await attach.mutateAsync({ file, audience, key, told: setShare }).catch((error: unknown) => {
        // What was refused for good waits no longer; all else is sent again with the next try.
        if (error instanceof Refusal && error.isFinal) setFiles((all) => all.filter((one) => one !== file));
        throw error;
      });
      setFiles((all) => all.filter((one) => one !== file));
    }
  };
  return {
    files,
    add: (more) => setFiles((all) => [...all, ...more]),
    remove: (file) => setFiles((all) => all.filter((one) => one !== file)),
    share,
    error: attach.error ?? comment.error,
    isPending: comment.isPending || attach.isPending,
    forget: comment.reset,
    send: async (body, key, withGaps) => {
      try {
        attach.reset();
        await sendFiles();
        if (body !== "") await comment.mutateAsync({ body, audience, key, ...(withGaps ? { with_gaps: true } : {}) });
        return true;
      } catch {
        return false;
      } finally {
        setShare(undefined);
      }
    },
  };
}
