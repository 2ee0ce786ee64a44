// Fetches the programs of the other pages while nothing else is to be done, so that a page opens at once and is there though
// the connection be lost meanwhile.
import { fetchPalette } from "./palette/fetchPalette";
import { forUs } from "./portal/audience";
import type { makeRouter } from "./router";

/** The moment from which on is fetched what the first page has no need of. */
export const AHEAD = "yuheng.ahead";

/** Once somebody is in and the first page stands: one after the other, each in an idle moment. */
export function fetchAhead(
  router: ReturnType<typeof makeRouter>,
  idle: (then: () => void) => void = whenIdle,
  // It opens over any page.
  first = forUs(fetchPalette),
) {
  const stop = router.subscribe("onRendered", () => {
    if (!router.state.matches.some(({ routeId }) => routeId === "/inside")) return;
    stop();
    const pages = Object.values(router.routesById).flatMap((route) => route.options.component?.preload ?? []);
    const parts = [first, ...pages];
    const next = async () => {
      const bring = parts.shift();
      if (!bring) return;
      try {
        await bring();
      } catch {
        // What can't be fetched now is fetched when it is needed.
      }
      idle(() => void next());
    };
    idle(() => {
      performance.mark(AHEAD);
      void next();
    });
  });
}

/** A browser that does not tell when it is idle is given a while. */
function whenIdle(then: () => void) {
  if ("requestIdleCallback" in window) requestIdleCallback(then, { timeout: 10_000 });
  else setTimeout(then, 1_000);
}
