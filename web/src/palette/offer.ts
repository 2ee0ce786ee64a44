// What can be done where one is. Each part of the page offers what it can do, with the key that does it; the keys, their sheet
// and the palette read it here, so that none of them promises what the page does not hold.
import { createContext, useContext, useId, useLayoutEffect, useSyncExternalStore } from "react";
import type { Label } from "../api/wire";

export interface Offer {
  /** The same from visit to visit, and on every page of its kind. */
  id: string;
  label: Label;
  /** A `step` takes the record on, an `act` does something else here, a `field` edits one, a `view` shows the list otherwise; `create`,
   * `page` and `folder` lead elsewhere; a `key` is for the hand alone and stands in the sheet of keys only. */
  kind: "step" | "act" | "field" | "view" | "create" | "page" | "folder" | "key";
  /** What it is done to: a list, or the record of this number; without it, it is there on every page. */
  about?: "list" | { record: string };
  /** The key that does it: `e`, `Enter`, `Ctrl+K`. */
  key?: string;
  /** Whether a key that is held down does it again and again. */
  repeats?: boolean;
  /** Does it, as its button does. Without it and without a reason, the part that offers it hears the key by itself. */
  run?: () => void;
  /** Why it can't be done now. */
  why?: Label;
}

/** All that is offered now. */
export interface Offers {
  all: () => Offer[];
  put: (place: string, offers: Offer[]) => void;
  subscribe: (changed: () => void) => () => void;
}

export function makeOffers(): Offers {
  const places = new Map<string, Offer[]>();
  const listeners = new Set<() => void>();
  let all: Offer[] = [];
  return {
    all: () => all,
    put: (place, offers) => {
      if (offers.length > 0) places.set(place, offers);
      else places.delete(place);
      all = [...places.values()].flat();
      for (const listener of listeners) listener();
    },
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}

/** Where nobody asks what is offered, as at the portal, nothing is gathered. */
export const OffersContext = createContext<Offers>({
  all: () => NOTHING,
  put: () => undefined,
  subscribe: () => () => undefined,
});
const NOTHING: Offer[] = [];

/** Offers these for as long as whoever calls it stands on the page. */
export function useOffers(offers: (Offer | undefined)[]) {
  const place = useId();
  const { put } = useContext(OffersContext);
  // After each drawing: what an offer does is done with what is shown now.
  useLayoutEffect(() => put(place, offers.filter(isOffer)));
  useLayoutEffect(() => () => put(place, []), [put, place]);
}

const isOffer = (offer: Offer | undefined): offer is Offer => offer !== undefined;

export function useOffered(): Offer[] {
  const { all, subscribe } = useContext(OffersContext);
  return useSyncExternalStore(subscribe, all);
}

/** The number of the record that it is done to. */
export const recordOf = ({ about }: Offer) => (typeof about === "object" ? about.record : undefined);

/** The palette over everything, over where else one can go, or over what can be done with one record. */
export type Scope = "everything" | "elsewhere" | { record: string };

/** Opens the palette; where it is open, it goes. */
export const PaletteContext = createContext<(scope: Scope) => void>(() => undefined);
export const useOpenPalette = () => useContext(PaletteContext);
