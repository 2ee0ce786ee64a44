// Looking at everything as somebody else sees it: begun and ended.
import { Refusal, write } from "./client";
import { eyes, lookThrough } from "./eyes";
import type { Viewing } from "./wire";

/** Begins to look through the eyes of the person with that number or id, from the first page on. */
export async function beginViewing(person: string) {
  const { id } = await write<Viewing>("/viewings", { body: { person } });
  const { pathname, search } = window.location;
  lookThrough({ id, from: pathname + search }, "/");
}

/** Looks through one's own eyes again, where one came from. */
export async function endViewing() {
  const through = eyes();
  if (!through) return;
  try {
    await write(`/viewings/${through.id}`, { method: "DELETE", isOwn: true });
  } catch (refusal) {
    // One that is over has ended already.
    if (!(refusal instanceof Refusal && refusal.status === 404)) throw refusal;
  }
  lookThrough(undefined, through.from);
}
