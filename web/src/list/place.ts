// Where one stands in a long list: whoever comes back to it finds it as it was left.
import { useRouter } from "@tanstack/react-router";
import { type RefObject, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import type { ListSearch } from "../router";
import { type Begun, ROW, roomOf } from "./window";

/** How many rows, the one itself among them, are in sight from the one that was brought there downwards. */
const BELOW = 3;

/** What a list is a list of. */
export const listName = (process: string, { view, filter, sort }: ListSearch) =>
  JSON.stringify([process, view, filter, sort]);

/** How far each list was scrolled when it was last in sight, by what it was a list of. */
const tops = new Map<string, number>();

/** Who chooses a view, filter or order begins at its top, wherever it was left before. */
export const forgetPlace = (name: string) => tops.delete(name);

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

/** Keeps a list where it was left and the row that one stands on in sight; where it begins. */
export function usePlace(box: RefObject<HTMLElement | null>, { name, at, ...listed }: Place): Begun {
  const { skipped, index } = listed;
  const router = useRouter();
  const brought = useRef(at);
  const begin = (of: Listed) => {
    const left = name === undefined ? undefined : tops.get(name);
    return { name, listed: of, top: firstTop(left, of, roomOf(window.innerHeight) * ROW) };
  };
  const [begun, setBegun] = useState(() => begin(listed));
  // Another list in the same place is where it was left too, wherever in it the record is that one stands on.
  if (name !== undefined && name !== begun.name) setBegun(begin({ ...listed, index: -1 }));
  const keep = useEffectEvent(() => {
    if (name !== undefined && box.current) tops.set(name, box.current.scrollTop);
  });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const scroll = () => {
      element.scrollTop = firstTop(begun.top, begun.listed, element.clientHeight);
    };
    scroll();
    // The router begins at the top, or at what it knows of the address, however few rows there are.
    const { href } = router.latestLocation;
    const stop = router.subscribe("onRendered", ({ toLocation }) => {
      if (toLocation.href === href) scroll();
      stop();
    });
    const scrolled = () => keep();
    element.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      stop();
      element.removeEventListener("scroll", scrolled);
    };
  }, [box, router, begun]);
  // Standing on another record brings it into sight; one that comes or goes moves nothing, be it the one stood on.
  useLayoutEffect(() => {
    if (index < 0 || !box.current || brought.current === at) return;
    brought.current = at;
    const { scrollTop, clientHeight } = box.current;
    box.current.scrollTop = inSight(scrollTop, (skipped + index) * ROW, clientHeight);
  }, [at, index, skipped, box]);
  return begun;
}
