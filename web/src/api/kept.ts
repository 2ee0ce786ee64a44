// What is entered and not yet sent, kept for its writer until it is: over a reload, a lost network or the end of a session.
// At a desk it is this tab that keeps it, on a phone, which closes tabs by itself, the browser.
import { useRef, useState } from "react";
import { forgetStored, type Shelf, store, stored } from "./storage";

const PREFIX = "yuheng.unsent.";
/** What is kept at a place for `writer` is stored under this name. */
export const nameOf = (writer: string, place: string) => `${PREFIX}${writer}.${place}`;

/** What is kept at a place for `writer`, without following it. */
export function keptAt<Value>(writer: string, place: string, shelf: Shelf = "tab"): Value | undefined {
  return stored<Value>(shelf, nameOf(writer, place));
}

/** Keeps something at a place; nothing: it is forgotten. */
export function keepAt(writer: string, place: string, value: unknown, shelf: Shelf = "tab") {
  store(shelf, nameOf(writer, place), value);
}

/** A value that is kept at a place for `writer`, until it is forgotten. Nothing is kept of what is as it began. */
export function useKept<Value>(writer: string, place: string, first: () => Value, shelf: Shelf = "tab") {
  const [value, set] = useState<Value>(() => keptAt<Value>(writer, place, shelf) ?? first());
  // What is changed twice before it is drawn is changed on what came of the first.
  const now = useRef(value);
  const change = (next: (before: Value) => Value) => {
    now.current = next(now.current);
    keepAt(writer, place, same(now.current, first()) ? undefined : withCleared(now.current), shelf);
    set(now.current);
  };
  const forget = () => {
    now.current = first();
    keepAt(writer, place, undefined, shelf);
    set(now.current);
  };
  return { value, change, forget };
}

/** What was emptied is kept as empty: what is not written down would be filled again. */
const withCleared = <Value>(value: Value): Value =>
  JSON.parse(JSON.stringify(value, (_, part) => (part === undefined ? null : part)));

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Leaves nothing for whoever signs in next at this browser. */
export function forgetKept() {
  forgetStored("tab", PREFIX);
  forgetStored("browser", PREFIX);
}
