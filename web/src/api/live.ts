// Live update: one stream of events for all tabs of a browser; what it names is read again. Events name a record,
// never content. The tab that leads passes on what it hears and how far it has heard, so that the next to lead goes on
// there. Polling goes on beneath, for when the stream is cut.
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { address } from "./client";
import { setConnected } from "./connection";

interface Changed {
  kind: "changed";
  process: string;
  number: string;
  /** Its place among all events. */
  at: string;
}

/** Somebody came to a record that is open or in sight here, left it, or began or ceased to write. */
interface Present {
  kind: "presence";
  process: string;
  number: string;
}

/** What the leading tab tells the others. */
type Told = Changed | Present | { kind: "notices" } | { kind: "connected"; is: boolean };

const NAME = "yuheng.events";
const GATHER = 1_000;
const RETRY = 10_000;
/** How often counts over many records are read again at most, whatever happens meanwhile. */
const SLOWLY = 30_000;
const LISTS = ["records", "folders", "notices", "objectives"];

/** Reads again what others change, as long as the component stands and somebody is signed in. */
export function useLive(isOn: boolean) {
  const client = useQueryClient();
  useEffect(() => {
    if (!isOn) return;
    const channel = new BroadcastChannel(NAME);
    const hearing = hear(client);
    channel.onmessage = (event: MessageEvent<Told>) => hearing.take(event.data);
    const tell = (told: Told) => {
      hearing.take(told);
      channel.postMessage(told);
    };
    const stop = lead(tell, () => hearing.position());
    return () => {
      stop();
      hearing.stop();
      channel.close();
    };
  }, [client, isOn]);
}

/** Acts on what is told; a burst of changes is gathered for a second, so that the lists are read again once. */
function hear(client: QueryClient) {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let position: string | undefined;
  let counting: ReturnType<typeof setTimeout> | undefined;
  const again = (keys: string[]) => keys.forEach((key) => void client.invalidateQueries({ queryKey: [key] }));
  return {
    take(told: Told) {
      if (told.kind === "connected") return setConnected(told.is);
      if (told.kind === "notices") return again(["notices", "folders"]);
      if (told.kind === "presence") {
        void client.invalidateQueries({ queryKey: ["presences"] });
        return void client.invalidateQueries({ queryKey: ["presence", told.process, told.number] });
      }
      position = told.at;
      void client.invalidateQueries({ queryKey: ["record", told.process, told.number] });
      waiting ??= setTimeout(() => {
        waiting = undefined;
        again(LISTS);
      }, GATHER);
      counting ??= setTimeout(() => {
        counting = undefined;
        // What nobody looks at is read again when somebody does.
        const refetchType = document.visibilityState === "visible" ? "active" : "none";
        void client.invalidateQueries({ queryKey: ["boards"], refetchType });
      }, SLOWLY);
    },
    position: () => position,
    stop: () => {
      clearTimeout(waiting);
      clearTimeout(counting);
    },
  };
}

type Tell = (told: Told) => void;
type Position = () => string | undefined;

/** Opens the stream once this tab leads. Locks need a secure context; without them every visible tab has its own. */
function lead(tell: Tell, from: Position): () => void {
  if (typeof EventSource === "undefined") return () => undefined;
  if (!navigator.locks) return whileVisible(tell, from);
  const ended = new AbortController();
  const follow = () =>
    new Promise<void>((done) => {
      if (ended.signal.aborted) return done();
      const close = open(tell, from);
      ended.signal.addEventListener("abort", () => {
        close();
        done();
      });
    });
  navigator.locks.request(NAME, { signal: ended.signal }, follow).catch(() => undefined);
  return () => ended.abort();
}

function whileVisible(tell: Tell, from: Position): () => void {
  let close: (() => void) | undefined;
  const look = () => {
    close?.();
    close = document.visibilityState === "visible" ? open(tell, from) : undefined;
  };
  look();
  document.addEventListener("visibilitychange", look);
  return () => {
    document.removeEventListener("visibilitychange", look);
    close?.();
  };
}

/** Follows the stream. The browser resumes one that breaks off; one that is refused is tried again after a while. */
function open(tell: Tell, from: Position): () => void {
  let retry: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource;
  const begin = () => {
    const after = from();
    source = new EventSource(address(after ? `/events?after=${after}` : "/events"));
    source.onopen = () => tell({ kind: "connected", is: true });
    source.onerror = () => {
      tell({ kind: "connected", is: false });
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(begin, RETRY);
    };
    source.addEventListener("changed", (event: MessageEvent<string>) => {
      const { process, number } = JSON.parse(event.data) as { process: string; number: string };
      tell({ kind: "changed", process, number, at: event.lastEventId });
    });
    source.addEventListener("presence", (event: MessageEvent<string>) => {
      const { process, number } = JSON.parse(event.data) as { process: string; number: string };
      tell({ kind: "presence", process, number });
    });
    source.addEventListener("notices", () => tell({ kind: "notices" }));
  };
  begin();
  return () => {
    clearTimeout(retry);
    source.close();
  };
}
