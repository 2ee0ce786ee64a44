// What stands in the palette, in its groups: what the page itself knows is there at once, what the server finds comes to it.
import type { Chosen } from "../api/chosen";
import type { ListedRecord, Process, Reference } from "../api/wire";
import type { Rank } from "./match";
import type { Offer } from "./offer";

export interface Entry {
  id: string;
  kind: Offer["kind"] | "somebody" | "record" | "search";
  text: string;
  number?: string;
  /** What tells it from others. */
  detail?: string;
  /** The state of a record, as far as it is known. */
  state?: { process: Process; record: Pick<ListedRecord, "state" | "is_void"> };
  keys?: string;
  /** Why it can't be chosen. */
  why?: string;
  run?: () => void;
  /** What is kept of it once it was chosen; nothing of what is only asked once. */
  chosen?: Chosen;
}

export type RankedEntry = Entry & { rank: Rank };

export interface EntryGroup {
  id: string;
  title: string;
  entries: Entry[];
}

/** A record by its identity, whichever way it was found. */
export const idOf = ({ process, number }: Pick<Reference, "process" | "number">) => `record:${process}:${number}`;
