// What the browser keeps under a name: in the tab over a reload, or in the browser over its end. Where its storage is full or
// closed, the page itself keeps it for as long as it stands.

export type Shelf = "tab" | "browser";

const onPage: { [shelf in Shelf]: Map<string, string> } = { tab: new Map(), browser: new Map() };

/** To reach for a storage that is closed is refused already. */
const storageOf = (shelf: Shelf): Storage => (shelf === "tab" ? sessionStorage : localStorage);

function attempt<Answer>(what: () => Answer): Answer | undefined {
  try {
    return what();
  } catch {
    return undefined;
  }
}

/** The text under a name. */
export function storedText(shelf: Shelf, name: string): string | undefined {
  return onPage[shelf].get(name) ?? attempt(() => storageOf(shelf).getItem(name)) ?? undefined;
}

/** Keeps a text; nothing: what was there is forgotten. Whether it is there after a reload. */
export function storeText(shelf: Shelf, name: string, text: string | undefined): boolean {
  onPage[shelf].delete(name);
  const isKept = attempt(() => {
    if (text !== undefined) storageOf(shelf).setItem(name, text);
    return text !== undefined;
  });
  if (isKept) return true;
  // What is older must not come back in its place.
  attempt(() => storageOf(shelf).removeItem(name));
  if (text !== undefined) onPage[shelf].set(name, text);
  return false;
}

/** The value under a name; what can't be read any more is none. */
export function stored<Value>(shelf: Shelf, name: string): Value | undefined {
  const text = storedText(shelf, name);
  return text === undefined ? undefined : attempt(() => JSON.parse(text) as Value);
}

export function store(shelf: Shelf, name: string, value: unknown): boolean {
  return storeText(shelf, name, value === undefined ? undefined : JSON.stringify(value));
}

/** Forgets all whose name begins so. */
export function forgetStored(shelf: Shelf, prefix: string) {
  const names = [...onPage[shelf].keys(), ...(attempt(() => Object.keys(storageOf(shelf))) ?? [])];
  for (const name of names) if (name.startsWith(prefix)) storeText(shelf, name, undefined);
}
