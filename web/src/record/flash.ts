// What changes under a reader's eyes by another's hand shows itself for a moment.
import { type AnimationEvent, useState } from "react";
import type { Entry, Value } from "../api/wire";
import { same } from "../field/value";

/** Attributes of what shows a value: marked when it changes otherwise than by one's own doing. */
export function useFlash(value: Value, isOwn: boolean) {
  const [before, setBefore] = useState(value);
  const [isOn, setOn] = useState(false);
  if (!same(before, value)) {
    setBefore(value);
    setOn(!isOwn);
  }
  return { "data-came": isOn || undefined, onAnimationEnd: () => setOn(false) };
}

/** Attributes of entries: marked when they came after the history was first read, and not from oneself. */
export function useCame(last: number | undefined, mine: string | undefined) {
  const [first, setFirst] = useState<number>();
  const [shown, setShown] = useState<ReadonlySet<number>>(new Set());
  if (first === undefined && last !== undefined) setFirst(last);
  return ({ n, actor }: Entry) => ({
    "data-came": (first !== undefined && n > first && actor?.id !== mine && !shown.has(n)) || undefined,
    onAnimationEnd: (event: AnimationEvent) => {
      if (event.target === event.currentTarget) setShown((all) => new Set(all).add(n));
    },
  });
}
