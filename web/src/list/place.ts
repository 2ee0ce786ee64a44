// Where one stands in a long list: whoever comes back to it finds it as it was left.
import { useRouter } from "@tanstack/react-router";
import { type RefObject, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { seenMap } from "../api/seen";
import { type Begun, ROW, roomOf } from "./window";

/** How many rows, the one itself among them, are in sight from the one that was brought there downwards. */
const BELOW = 3;

/** How a list was left. */
interface Left {
  /** How far it was scrolled. */
  top: number;
  /** The number of the record that one stood on. */
  at: string | undefined;
}

/** How each list was left, by its name. */
const left = seenMap<string, Left>();

/** Whoever chooses a view, filter or order begins at its top, however it was left before. */
export const beginAtTop = (name: string, at: string | undefined) => left.set(name, { top: 0, at });

interface Listed {
  count: number;
  /** How many records stand before the first. */
  skipped: number;
  /** The number of the record that one stands on, whether it is among them or not. */
  at: string | undefined;
  /** Which of the records that is; negative: none. */
  index: number;
}

/** How far a list is scrolled at first: as it was left, where that is here, and with a row that one stands on since in sight. */
export function firstTop(before: Left | undefined, { count, skipped, at, index }: Listed, height: number): number {
  const isHere = before !== undefined && before.top >= skipped * ROW && before.top < (skipped + count) * ROW;
  if (isHere && before.at === at) return before.top;
  return inSight(isHere ? before.top : 0, index < 0 ? undefined : (skipped + index) * ROW, height);
}

/** Scrolled from `top` as little as is needed for a row, if there is one, to be in sight below the head. */
function inSight(top: number, row: number | undefined, height: number): number {
  return row === undefined ? top : Math.max(Math.min(top, row), row + BELOW * ROW - height);
}

interface Place extends Listed {
  /** What it is a list of. */
  name: string;
  /** Whether it still shows what it was before. */
  isPast: boolean;
}

/** Keeps a list where it was left and the row that one stands on in sight; where it begins. */
export function usePlace(box: RefObject<HTMLElement | null>, { name, isPast, ...listed }: Place): Begun {
  const { at, skipped, index } = listed;
  const router = useRouter();
  const brought = useRef(at);
  const begin = () => {
    const before = isPast ? undefined : left.get(name);
    return { name, isPast, before, listed, top: firstTop(before, listed, roomOf(window.innerHeight) * ROW) };
  };
  const [begun, setBegun] = useState(begin);
  // Another list in the same place is where it was left too.
  if (name !== begun.name || isPast !== begun.isPast) setBegun(begin());
  const keep = useEffectEvent(() => {
    if (!isPast && box.current) left.set(name, { top: box.current.scrollTop, at });
  });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const scroll = () => {
      element.scrollTop = firstTop(begun.before, begun.listed, element.clientHeight);
    };
    scroll();
    // Where the router is under way, it begins at the top, or at what it knows of the address, however few rows there are.
    const { href } = router.latestLocation;
    const again = ({ toLocation }: { toLocation: { href: string } }) => {
      if (toLocation.href === href) scroll();
      stop?.();
    };
    const stop = router.state.status === "pending" ? router.subscribe("onRendered", again) : undefined;
    const scrolled = () => keep();
    element.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      stop?.();
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
