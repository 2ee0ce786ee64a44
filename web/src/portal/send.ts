// Sends a report: first the record, then its files, each under its own key. What was sent is not sent again, whatever
// breaks off in between.
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Refusal } from "../api/client";
import { attachTo, useCreate } from "../api/record";
import type { Process } from "../api/wire";
import { filled } from "../field/value";
import { sendable } from "../form/aside";
import type { Asking } from "./asking";

/** What is wrong, by field. */
export type Faults = { [field: string]: string };

export interface SendReport {
  isSending: boolean;
  error: unknown;
  /** Resolves to what the server says is wrong at fields; nothing when it was sent, or failed otherwise. */
  send: () => Promise<Faults>;
}

export function useSendReport({ process, start, draft, files, itemForm }: Asking): SendReport {
  const navigate = useNavigate();
  const create = useCreate(process?.id ?? "");
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<unknown>();
  const deliver = async (of: Process) => {
    // What was emptied stays empty, whatever it began with.
    const own = Object.entries(draft.value.values).filter(([id]) => of.fields.some((field) => field.id === id));
    const made = { ...start, ...Object.fromEntries(own) };
    const number =
      draft.value.number ??
      (await create.mutateAsync({ fields: filled(sendable(of, made, itemForm)), key: draft.value.key })).number;
    draft.change((before) => ({ ...before, number }));
    for (const { key, file } of files.files) {
      await attachTo({ process: of.id, number }, file, { key, told: () => undefined }).catch(unlessFinal);
      files.remove(key);
    }
    draft.forget();
    await navigate({ to: "/sent/$process/$number", params: { process: of.id, number }, replace: true });
  };
  const send = async (): Promise<Faults> => {
    if (!process) return {};
    setSending(true);
    setError(undefined);
    try {
      await deliver(process);
      return {};
    } catch (failure) {
      setError(failure);
      const faults = failure instanceof Refusal ? (failure.problem.fields ?? []) : [];
      return Object.fromEntries(faults.map(({ field, message }) => [field, message]));
    } finally {
      setSending(false);
    }
  };
  return { isSending, error, send };
}

/** A file that is refused for good holds nothing up: the report is there, and another file can be put on it. */
function unlessFinal(failure: unknown) {
  if (!(failure instanceof Refusal && failure.isFinal)) throw failure;
}
