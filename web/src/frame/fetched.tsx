// A page whose program is fetched when it is first needed. Where that fails, the place of the page says so and the frame
// stays: the browser's own error page would take everything away that is written and not sent.
import type { AsyncRouteComponent } from "@tanstack/react-router";
import { type ComponentType, useEffect, useReducer } from "react";
import { Refusal } from "../api/client";
import { isAnswering, useReachable } from "../api/connection";
import { store, stored } from "../api/storage";
import { Shape, Trouble } from "../look/Wait";

const RENEWED = "yuheng.renewed";

interface Source {
  /** The page, once it is here. */
  page?: ComponentType;
  /** Why it isn't. */
  failure?: unknown;
  /** Fetches it unless it is here; a failure is no matter for whoever fetches ahead. */
  bring: () => Promise<void>;
}

/** The page that a module has under a name, fetched once; after a failure it is fetched anew. */
export function fetched<Name extends string>(
  fetchModule: () => Promise<{ [name in Name]: ComponentType }>,
  name: Name,
): AsyncRouteComponent<object> {
  let coming: Promise<void> | undefined;
  const ask = async () => {
    if (source.page) return;
    if (source.failure) restoreStyles();
    try {
      source.page = (await fetchModule())[name];
    } catch (error) {
      source.failure = (await isAnswering()) ? error : new Refusal({ title: "offline", status: 0 });
    }
  };
  const source: Source = {
    bring: () => {
      coming ??= ask().finally(() => {
        coming = undefined;
      });
      return coming;
    },
  };
  return Object.assign(() => <Place source={source} />, { preload: source.bring });
}

/** The page, or that it comes, or why it doesn't. */
function Place({ source }: { source: Source }) {
  const [, draw] = useReducer((n: number) => n + 1, 0);
  const reachable = useReachable();
  const bring = () =>
    void source.bring().then(() => {
      // What is fetched ahead takes nothing away: only who stands before the page that is missing has it begun anew.
      if (!source.page && !isOffline(source.failure)) beginAnew();
      draw();
    });
  // Again by itself as soon as there is a connection again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is tried whenever that changes
  useEffect(() => {
    if (!source.page) bring();
  }, [source, reachable]);
  if (source.page) return <source.page />;
  return source.failure ? <Trouble error={source.failure} retry={bring} /> : <Shape rows={8} />;
}

const isOffline = (failure: unknown) => failure instanceof Refusal && failure.status === 0;

/** Where the server answers and a module is not there, there is a new release, whose modules are called otherwise: then the
 * window is loaded anew, once for each release that it was loaded from. */
function beginAnew() {
  const release = document.querySelector<HTMLScriptElement>('script[type="module"]')?.src ?? "";
  const renewed = stored<string[]>("tab", RENEWED) ?? [];
  if (renewed.includes(release)) return;
  // What can't be remembered would be done again and again.
  if (store("tab", RENEWED, [...renewed, release])) window.location.reload();
}

/** A style sheet that did not come is not asked for again by itself. */
function restoreStyles() {
  for (const link of document.querySelectorAll<HTMLLinkElement>('head link[rel="stylesheet"]')) {
    if (!link.sheet) link.replaceWith(link.cloneNode());
  }
}
