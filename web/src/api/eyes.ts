// Through whose eyes this tab looks. It is the tab's alone, over a reload: no other tab and no later session looks through them.
import { store, stored } from "./storage";

const NAME = "yuheng.viewing";

export interface Eyes {
  /** The viewing. */
  id: string;
  /** Where one came from. */
  from: string;
}

export const eyes = (): Eyes | undefined => stored<Eyes>("tab", NAME);

/** Looks through somebody's eyes from now on; nothing: through one's own. The page begins anew: what was read for one is not shown
 * as the other's. */
export function lookThrough(next: Eyes | undefined, at: string) {
  store("tab", NAME, next);
  window.location.assign(at);
}

/** What each request says of it. */
export function saidOfEyes(): Record<string, string> {
  const through = eyes();
  return through ? { "X-Yuheng-Viewing": through.id } : {};
}
