// What parts of the page keep in memory of what its reader saw or did: nothing of it is there for whoever signs in next.

const forgets = new Set<() => void>();

/** Has `forget` done when somebody else may come to the page. */
export const whenForgotten = (forget: () => void) => void forgets.add(forget);

/** A map of what was seen, empty again for whoever signs in next. */
export function seenMap<Key, Value>(): Map<Key, Value> {
  const seen = new Map<Key, Value>();
  whenForgotten(() => seen.clear());
  return seen;
}

/** Leaves nothing for whoever signs in next at this page. */
export function forgetSeen() {
  for (const forget of forgets) forget();
}
