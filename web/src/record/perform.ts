// Sends an action by its id: the page knows the forms of the ids, never what they mean to a process.
import { useState } from "react";
import type { Changes, StepBody } from "../api/record";
import type { Action, YuhengRecord } from "../api/wire";

/** A step that was sent without its outcome being known: the very same, sent again, is done once. */
export interface Tried {
  /** The action's id. */
  id: string;
  body: StepBody;
  version: number;
  key: string;
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
    const step = { id: of, body: given, version: again?.version ?? version };
    if (kind === "transition") return changes.transition.mutateAsync(again ? { ...step, key: again.key } : step);
    if (kind === "convert") return changes.convert.mutateAsync({ to: of, version });
    return changes.voided.mutateAsync({ reason: given.comment?.body ?? "", version });
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
