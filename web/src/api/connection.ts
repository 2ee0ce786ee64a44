// Whether the server can be reached, as far as this browser knows: its own network, and the stream of events.
import { useEffect, useState, useSyncExternalStore } from "react";

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

/** Whether the connection has been lost for longer than a stream needs to come back. */
export function useOffline(): boolean {
  const reachable = useSyncExternalStore(subscribe, isReachable);
  const [lost, setLost] = useState(false);
  useEffect(() => {
    if (reachable) return setLost(false);
    const timer = setTimeout(() => setLost(true), PATIENCE);
    return () => clearTimeout(timer);
  }, [reachable]);
  return lost;
}
