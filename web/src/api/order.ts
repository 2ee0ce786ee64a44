// One after another what is sent about one thing: what came about later must not overtake what came about before.

/** The last request about each thing. */
const last = new Map<string, Promise<unknown>>();

/** Sends a request about `key` once all before it are answered, or have failed. */
export function inOrder<T>(key: string, request: () => Promise<T>): Promise<T> {
  const sent = (last.get(key) ?? Promise.resolve()).then(request, request);
  last.set(key, sent);
  const settled = () => {
    if (last.get(key) === sent) last.delete(key);
  };
  sent.then(settled, settled);
  return sent;
}
