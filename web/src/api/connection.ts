// Whether the server can be reached, as far as this browser knows: its own network, and the stream of events.
import type { QueryClient } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { Refusal, read } from "./client";

/** A stream that breaks off is back within this time, or the connection is lost. */
const PATIENCE = 4_000;

let connected = true;
const listeners = new Set<() => void>();

/** Tells what the stream of events says. */
export function setConnected(is: boolean) {
  if (connected === is) return;
  connected = is;
  for (const listener of listeners) listener();
}

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

const isReachable = () => connected && navigator.onLine !== false;

/** Whether the server can be reached at this moment. */
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
    await read("/me");
    return true;
  } catch (error) {
    return error instanceof Refusal && error.status >= 400 && error.status < 500;
  }
}

/** Whether the connection has been lost for longer than a stream needs to come back. */
export function useOffline(): boolean {
  const reachable = useReachable();
  const [lost, setLost] = useState(false);
  useEffect(() => {
    if (reachable) return setLost(false);
    const timer = setTimeout(() => setLost(true), PATIENCE);
    return () => clearTimeout(timer);
  }, [reachable]);
  return lost;
}
