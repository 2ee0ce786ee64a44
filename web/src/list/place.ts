// Where one stands in a long list: whoever comes back to it finds it as it was left.
import { useRouter } from "@tanstack/react-router";
import { type RefObject, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { ROW, roomOf } from "./window";

/** How many rows, the one itself among them, are in sight from the one that was brought there downwards. */
const BELOW = 3;

/** How far each list was scrolled when it was last in sight, by what it was a list of. */
const tops = new Map<string, number>();

interface Listed {
  count: number;
  /** How many records stand before the first. */
  skipped: number;
  /** Which of the records one stands on; negative: none. */
  index: number;
}

/** How far a list is scrolled at first: as it was left, where that is here, and with the row that one stands on in sight. */
export function firstTop(left: number | undefined, { count, skipped, index }: Listed, height: number): number {
  const isHere = left !== undefined && left >= skipped * ROW && left < (skipped + count) * ROW;
  return inSight(isHere ? left : 0, index < 0 ? undefined : (skipped + index) * ROW, height);
}

/** Scrolled from `top` as little as is needed for a row, if there is one, to be in sight below the head. */
function inSight(top: number, row: number | undefined, height: number): number {
  return row === undefined ? top : Math.max(Math.min(top, row), row + BELOW * ROW - height);
}

interface Place extends Listed {
  /** What it is a list of; none while it still shows what it was before. */
  name: string | undefined;
  /** The number of the record that one stands on, whether it is among them or not. */
  at: string | undefined;
}

/** Keeps a list where it was left and the row that one stands on in sight; how far it was scrolled at first. */
export function usePlace(box: RefObject<HTMLElement | null>, { name, at, ...listed }: Place): number {
  const { skipped, index } = listed;
  const router = useRouter();
  const brought = useRef(at);
  const [first] = useState(() =>
    firstTop(name === undefined ? undefined : tops.get(name), listed, roomOf(window.innerHeight) * ROW),
  );
  const keep = useEffectEvent(() => {
    if (name !== undefined && box.current) tops.set(name, box.current.scrollTop);
  });
  const begin = useEffectEvent((element: HTMLElement) => {
    element.scrollTop = firstTop(first, listed, element.clientHeight);
  });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    begin(element);
    // The router begins at the top, or at what it knows of the address, however few rows there are.
    const { href } = router.latestLocation;
    const stop = router.subscribe("onRendered", ({ toLocation }) => {
      if (toLocation.href === href) begin(element);
      stop();
    });
    const scrolled = () => keep();
    element.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      stop();
      element.removeEventListener("scroll", scrolled);
    };
  }, [box, router]);
  // Standing on another record brings it into sight; one that comes or goes moves nothing, be it the one stood on.
  useLayoutEffect(() => {
    if (index < 0 || !box.current || brought.current === at) return;
    brought.current = at;
    const { scrollTop, clientHeight } = box.current;
    box.current.scrollTop = inSight(scrollTop, (skipped + index) * ROW, clientHeight);
  }, [at, index, skipped, box]);
  return first;
}
