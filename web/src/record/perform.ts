// Sends an action by its id: the page knows the forms of the ids, never what they mean to a process.
import { useState } from "react";
import { Refusal, wasDoneBefore } from "../api/client";
import type { Changes, StepBody } from "../api/record";
import type { Action, YuhengRecord } from "../api/wire";

/** What was sent, while nobody knows whether it arrived. Its key and version stay: sent again it is done once, and sent with other
 * content it is refused where the first has arrived. */
export interface Tried {
  /** The action's id. */
  id: string;
  version: number;
  key: string;
  /** All that had been entered when it was sent last, as one text. */
  entries: string;
  /** What was sent for it, where that is made of more than the text: the same again is sent as it was. */
  body?: StepBody;
}

/** What is sent for what is entered: as before, where that is the same. */
export const bodyOf = (tried: Tried | undefined, entries: string, body: StepBody): StepBody =>
  tried?.entries === entries && tried.body ? tried.body : body;

/** What became of an attempt. */
export interface Arrived {
  /** Something else had arrived before under this key, and this has not. */
  isFormer: boolean;
  /** It had been done before, and the record offers the step again: it went on since, and came back. */
  isOfferedAgain: boolean;
}

const isReused = (failure: unknown) => failure instanceof Refusal && failure.problem.type?.endsWith("/key-reused");

/** Sends something so that it is done once, and tells `keep` what to remember of it meanwhile. */
export async function attempt(
  tried: Tried,
  keep: (tried: Tried | undefined) => void,
  send: () => Promise<YuhengRecord | undefined>,
): Promise<Arrived> {
  keep(tried);
  try {
    const written = await send();
    const isOffered = written?.actions?.some(({ id, allowed }) => id === tried.id && allowed) ?? false;
    return { isFormer: false, isOfferedAgain: tried.id.includes(":") && isOffered && wasDoneBefore(written) };
  } catch (failure) {
    // Refused for good, it is free to be said otherwise.
    if (failure instanceof Refusal && failure.isFinal) keep(undefined);
    if (isReused(failure)) return { isFormer: true, isOfferedAgain: false };
    throw failure;
  }
}

export interface Performed {
  pending: string | undefined;
  act: (id: string, given: StepBody, again?: Tried) => Promise<YuhengRecord | undefined>;
}

/** Whether an action can't be done without saying something. */
export function mustSay(action: Action): boolean {
  return action.comment !== "optional" && action.comment !== "none";
}

/** Whether a press is enough: nothing is asked for. */
export function isPlain(action: Action): boolean {
  return action.requires.length + action.asks.length === 0 && !mustSay(action);
}

export function usePerform(changes: Changes, version: number): Performed {
  const [pending, setPending] = useState<string>();
  const send = async (id: string, given: StepBody, again?: Tried): Promise<YuhengRecord | undefined> => {
    const [kind, of = ""] = id.split(/:(.*)/);
    const under = again ? { version: again.version, key: again.key } : { version };
    if (kind === "transition") return changes.transition.mutateAsync({ id: of, body: given, ...under });
    if (kind === "convert") return changes.convert.mutateAsync({ to: of, ...under });
    if (kind === "unmerge") return changes.unmerge.mutateAsync(under);
    return changes.voided.mutateAsync({ reason: given.comment?.body ?? "", ...under });
  };
  return {
    pending,
    act: async (id, given, again) => {
      setPending(id);
      try {
        return await send(id, given, again);
      } finally {
        setPending(undefined);
      }
    },
  };
}
