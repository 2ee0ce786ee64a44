// Which entries came while somebody was reading: they are counted until they have been in sight, and nothing moves.
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Entry, Process } from "../api/wire";

interface Arrived {
  /** Stands after the last entry. */
  end: RefObject<HTMLDivElement | null>;
  fresh: Entry[];
  show: () => void;
}

export function useArrived(entries: Entry[], mine: string | undefined, isRead: boolean): Arrived {
  const end = useRef<HTMLDivElement>(null);
  const last = entries.at(-1)?.n ?? 0;
  const [seen, setSeen] = useState<number>();
  const [atEnd, setAtEnd] = useState(false);
  useEffect(() => {
    if (!end.current || typeof IntersectionObserver === "undefined") return;
    const watch = new IntersectionObserver(([shown]) => setAtEnd(Boolean(shown?.isIntersecting)));
    watch.observe(end.current);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    if (isRead && (seen === undefined || atEnd)) setSeen(last);
  }, [isRead, seen, atEnd, last]);
  const fresh = seen === undefined ? [] : entries.filter((entry) => entry.n > seen && entry.actor?.id !== mine);
  return {
    end,
    fresh,
    show: () => {
      const [first] = fresh;
      setSeen(last);
      const place = document.getElementById(`entry-${first?.n}`);
      place?.closest("details")?.setAttribute("open", "");
      place?.scrollIntoView({ block: "center" });
    },
  };
}

/** Brings the newest entry into sight: at the opening of what is worked on, and when its reader has said or sent something. */
export function useNewestInSight(
  end: RefObject<HTMLDivElement | null>,
  newest: Entry | undefined,
  mine: string | undefined,
  lifetime: Process["lifetime"],
) {
  const before = useRef<number>(undefined);
  useLayoutEffect(() => {
    if (!newest || before.current === newest.n) return;
    const isOpening = before.current === undefined;
    before.current = newest.n;
    const isOwnWord = newest.actor?.id === mine && Boolean(newest.comment || newest.attached?.length);
    // What stands for long is opened to be read from its beginning; a link to a place leads there.
    const wanted = isOpening ? lifetime === "work" && !window.location.hash : isOwnWord;
    const box = end.current?.closest<HTMLElement>(".pane-record");
    if (wanted && box) box.scrollTop = box.scrollHeight;
  }, [end, newest, mine, lifetime]);
}
