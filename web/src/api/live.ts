// Live update: one stream of events for all tabs of a browser; what it names is read again. Events name a record,
// never content. Polling goes on beneath, for when the stream is cut.
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { address } from "./client";

interface Changed {
  process: string;
  number: string;
}

const NAME = "yuheng.events";
const GATHER = 1_000;

/** Reads again what others change, as long as the component stands and somebody is signed in. */
export function useLive(isOn: boolean) {
  const client = useQueryClient();
  useEffect(() => {
    if (!isOn) return;
    const channel = new BroadcastChannel(NAME);
    const gathered = gather(client);
    channel.onmessage = (event: MessageEvent<Changed>) => gathered.add(event.data);
    const stop = lead((changed) => {
      gathered.add(changed);
      channel.postMessage(changed);
    });
    return () => {
      stop();
      gathered.stop();
      channel.close();
    };
  }, [client, isOn]);
}

/** Gathers changes for a second, so that a burst of them reads the lists again once. */
function gather(client: QueryClient) {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  return {
    add({ process, number }: Changed) {
      void client.invalidateQueries({ queryKey: ["record", process, number] });
      waiting ??= setTimeout(() => {
        waiting = undefined;
        for (const key of ["records", "notices", "objectives"]) void client.invalidateQueries({ queryKey: [key] });
      }, GATHER);
    },
    stop: () => clearTimeout(waiting),
  };
}

/** Opens the stream once this tab leads. Locks need a secure context; without them every visible tab has its own. */
function lead(changed: (event: Changed) => void): () => void {
  if (typeof EventSource === "undefined") return () => undefined;
  if (!navigator.locks) return whileVisible(changed);
  const ended = new AbortController();
  const follow = () =>
    new Promise<void>((done) => {
      if (ended.signal.aborted) return done();
      const source = open(changed);
      ended.signal.addEventListener("abort", () => {
        source.close();
        done();
      });
    });
  navigator.locks.request(NAME, { signal: ended.signal }, follow).catch(() => undefined);
  return () => ended.abort();
}

function whileVisible(changed: (event: Changed) => void): () => void {
  let source: EventSource | undefined;
  const look = () => {
    source?.close();
    source = document.visibilityState === "visible" ? open(changed) : undefined;
  };
  look();
  document.addEventListener("visibilitychange", look);
  return () => {
    document.removeEventListener("visibilitychange", look);
    source?.close();
  };
}

function open(changed: (event: Changed) => void): EventSource {
  const source = new EventSource(address("/events"));
  source.addEventListener("changed", (event: MessageEvent<string>) => changed(JSON.parse(event.data) as Changed));
  return source;
}
