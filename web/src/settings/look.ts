// How somebody wants to see the page: light or dark, dense or not, in which zone. A copy in the browser holds from the first
// moment; the server's follows whoever signs in.
import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { useMe } from "../api/account";
import { usePreference } from "../api/preference";
import { store, storedText } from "../api/storage";
import { setZone } from "../text/zone";

export const THEMES = ["system", "light", "dark"] as const;
export const DENSITIES = ["compact", "comfortable"] as const;
export const ZONES = ["browser", "company"] as const;

export interface LookChoice {
  theme: (typeof THEMES)[number];
  density: (typeof DENSITIES)[number];
  zone: (typeof ZONES)[number];
}

const STORED = "yuheng.look";
const USUAL: LookChoice = { theme: "system", density: "compact", zone: "browser" };
const listeners = new Set<() => void>();
let chosen = known(storedText("browser", STORED));

/** What was kept, as far as it makes sense. */
function known(kept: unknown): LookChoice {
  try {
    const given = (typeof kept === "string" ? JSON.parse(kept) : kept) as Partial<LookChoice> | null;
    const of = <T>(all: readonly T[], one: unknown, usual: T): T => (all.includes(one as T) ? (one as T) : usual);
    return {
      theme: of(THEMES, given?.theme, USUAL.theme),
      density: of(DENSITIES, given?.density, USUAL.density),
      zone: of(ZONES, given?.zone, USUAL.zone),
    };
  } catch {
    return USUAL;
  }
}

function choose(given: unknown) {
  const next = known(given);
  if (JSON.stringify(next) === JSON.stringify(chosen)) return;
  chosen = next;
  store("browser", STORED, chosen);
  for (const listener of listeners) listener();
}

/** The choice that holds. */
export function useLook(): LookChoice {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => chosen,
  );
}

/** Changes a part of it, here and on the server. */
export function useChooseLook(): (part: Partial<LookChoice>) => void {
  const [, keep] = usePreference("look");
  return (part) => {
    choose({ ...chosen, ...part });
    keep(chosen);
  };
}

/** Brings what the server has kept for whoever is signed in. */
export function useKeptLook() {
  const me = useMe().data;
  const [kept] = usePreference("look");
  const { zone } = useLook();
  const take = useEffectEvent((given: unknown) => {
    if (given !== undefined) choose(given);
  });
  useEffect(() => take(kept), [kept]);
  setZone(zone === "company" ? me?.zone : undefined);
}
