// The rows of a long list that are drawn: those in sight and some around them. All rows are equally high, so the rest is
// two gaps, and a list of any length costs the same.
import { type RefObject, startTransition, useLayoutEffect, useRef, useState } from "react";

export const ROW = 28;
const AROUND = 12;
/** How many rows high what stands above a list is at least. */
const ABOVE = 4;
/** How many rows from either end more of the list is asked for. */
const AHEAD = 50;
/** How long after a list is drawn what one may want next is asked for, in milliseconds. */
export const SOON = 100;

export interface Shown {
  from: number;
  to: number;
}

/** The rows in sight of a place that scrolls, and some around them, of all that the list has. */
export function rowsIn(top: number, height: number): Shown {
  return { from: Math.floor(top / ROW) - AROUND, to: Math.ceil((top + height) / ROW) + AROUND };
}

/** Which of the `count` rows that are here, after `skipped` others, some of all rows are. */
export function among({ from, to }: Shown, skipped: number, count: number): Shown {
  const within = (row: number) => Math.min(Math.max(row - skipped, 0), count);
  return { from: within(from), to: within(to) };
}

/** For about how many rows a window so high has room. */
export const roomOf = (height: number) => Math.max(Math.ceil(height / ROW) - ABOVE, 0);

/** The rows to begin with where a list is scrolled to `top`, before it is measured: about those in sight. */
export function firstRows(top: number, room: number, skipped: number, count: number): Shown {
  const from = Math.min(Math.max(Math.floor(top / ROW), skipped), skipped + Math.max(count - room, 0));
  return { from, to: from + room };
}

/** How far a list is scrolled at first when it comes into sight: each time an object of its own. */
export interface Begun {
  top: number;
}

interface Reach {
  count: number;
  skipped: number;
  begun: Begun;
  onStart: () => void;
  onEnd: () => void;
}

const isSame = (one: Shown, other: Shown) => one.from === other.from && one.to === other.to;

/** Which rows to draw, while asking for more near the ends. */
export function useRows(place: RefObject<HTMLElement | null>, { count, skipped, begun, onStart, onEnd }: Reach): Shown {
  // Before the place is measured, as many as a window has room for; those around them come after what is in sight.
  const begin = () => ({ begun, rows: firstRows(begun.top, roomOf(window.innerHeight), skipped, count) });
  const [shown, setShown] = useState(begin);
  if (shown.begun !== begun) setShown(begin());
  const isPainted = useRef(false);
  // Before the first frame, so that no scrolling to where one stood goes by unheard.
  useLayoutEffect(() => {
    const box = place.current;
    if (!box) return;
    const look = () => {
      // Without a layout, as in a test, all of it is in sight.
      const height = box.clientHeight || Number.MAX_SAFE_INTEGER;
      const next = rowsIn(box.scrollTop, height);
      setShown((before) => (before.begun !== begun || isSame(before.rows, next) ? before : { begun, rows: next }));
    };
    const reach = () => {
      const last = Math.ceil((box.scrollTop + box.clientHeight) / ROW) - skipped;
      if (last > count - AHEAD) onEnd();
      if (skipped > 0 && Math.floor(box.scrollTop / ROW) - skipped < AHEAD) onStart();
    };
    const scrolled = () => {
      look();
      reach();
    };
    // What is in sight is painted before it is measured and more is drawn and asked for.
    if (isPainted.current) startTransition(look);
    const soon = setTimeout(() => {
      isPainted.current = true;
      startTransition(look);
      reach();
    }, SOON);
    box.addEventListener("scroll", scrolled, { passive: true });
    window.addEventListener("resize", look);
    return () => {
      clearTimeout(soon);
      box.removeEventListener("scroll", scrolled);
      window.removeEventListener("resize", look);
    };
  }, [place, count, skipped, begun, onStart, onEnd]);
  // What is kept of the list may begin elsewhere by now: the same rows stay.
  return among(shown.rows, skipped, count);
}
