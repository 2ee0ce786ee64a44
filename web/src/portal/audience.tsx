// At one address our own people and customers have pages of their own.
import type { AsyncRouteComponent } from "@tanstack/react-router";
import { type ComponentType, Suspense } from "react";
import { useMe } from "../api/account";
import type { Me } from "../api/wire";
import { Shape } from "../look/Wait";

/** For whom pages are fetched ahead. What is shown depends on who is signed in when it is. */
let isAtPortal = false;

/** Says for whom the pages of this browser are. */
export function fetchFor(me: Me) {
  isAtPortal = Boolean(me.customer);
}

/** Fetches what only our own people have. */
export const forUs = (bring: () => Promise<void>) => async () => {
  if (!isAtPortal) await bring();
};

type Page = ComponentType | AsyncRouteComponent<object>;

const preload = async (page: Page) => {
  if ("preload" in page) await page.preload?.();
};

/** The page of our own people, or that of a customer's. */
export function forEither(Ours: Page, Theirs: Page) {
  function Either() {
    const Shown = useMe().data?.customer ? Theirs : Ours;
    return (
      <Suspense fallback={<Shape />}>
        <Shown />
      </Suspense>
    );
  }
  return Object.assign(Either, { preload: () => preload(isAtPortal ? Theirs : Ours) });
}
