// Whether the server can be reached, as far as this browser knows: its own network, and whether anybody answers. A request
// that fails or a stream of events that breaks off is a reason to ask, and who doesn't answer then is away.
import type { QueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useSyncExternalStore } from "react";
import { hearAnswers, Refusal, read } from "./client";

/** Whoever takes longer to answer doesn't. */
const PATIENCE = 4_000;
/** How often one asks who doesn't answer. */
const AGAIN = 3_000;

let answered = true;
let asking: Promise<boolean> | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function setAnswered(is: boolean) {
  clearTimeout(timer);
  if (!is && listeners.size > 0) timer = setTimeout(ask, AGAIN);
  if (answered === is) return;
  answered = is;
  for (const listener of listeners) listener();
}

function ask() {
  if (asking) return;
  asking = isAnswering();
  void asking.then((is) => {
    asking = undefined;
    setAnswered(is);
  });
}

/** Tells what the stream of events says. */
export const setConnected = (is: boolean) => (is ? setAnswered(true) : ask());

hearAnswers((is) => (is ? setAnswered(true) : ask()));

function subscribe(listener: () => void) {
  listeners.add(listener);
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
}

/** Whether the server can be reached at this moment. */
export const isReachable = () => answered && navigator.onLine !== false;

export const useReachable = (): boolean => useSyncExternalStore(subscribe, isReachable);

/** Reads again what could not be read, as soon as the server can be reached again. */
export function watchConnection(client: QueryClient) {
  let before = isReachable();
  subscribe(() => {
    const now = isReachable();
    if (now && !before) {
      void client.refetchQueries({ type: "active", predicate: ({ state }) => state.status === "error" });
    }
    before = now;
  });
}

/** Whether the server answers when it is asked, be it that nobody is signed in. */
export async function isAnswering(): Promise<boolean> {
  try {
    await read("/me", AbortSignal.timeout(PATIENCE));
    return true;
  } catch (error) {
    return error instanceof Refusal && error.status >= 400 && error.status < 500;
  }
}

/** Whether what failed is worth another try: what nobody answers is read again once somebody does. */
export function isWorthAgain(tries: number, error: unknown): boolean {
  if (!(error instanceof Refusal)) return tries < 2;
  if (error.status === 0) return tries < 1 && isReachable();
  return tries < 2 && error.status >= 500;
}

/** Goes on with what a lost connection stopped, as soon as the server can be reached again. */
export function useReconnected(error: unknown, goOn: () => void) {
  const isReachable = useReachable();
  const back = useEffectEvent(() => {
    if (error instanceof Refusal && error.status === 0) goOn();
  });
  const wasReachable = useRef(isReachable);
  useEffect(() => {
    if (isReachable && !wasReachable.current) back();
    wasReachable.current = isReachable;
  }, [isReachable]);
}
