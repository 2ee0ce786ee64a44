// What the page knows itself: what it offers, as far as it matches what is typed, and what was chosen last.
import { useMe } from "../api/account";
import { lastChosen } from "../api/chosen";
import { useLabel } from "../text/language";
import type { Entry, RankedEntry } from "./entry";
import { rankOf } from "./match";
import { type Offer, useOffered } from "./offer";
import { useRecordEntry } from "./useRecordEntry";

/** What only leads somewhere. */
const LEADING: Offer["kind"][] = ["page", "folder", "create", "view"];

/** What leads elsewhere or edits a single field is too much to stand there before anything is typed. */
const isSought = ({ kind, key }: Offer) => kind === "field" || kind === "folder" || (kind === "create" && !key);

/** The entries of what is offered that match, each with its offer. */
export function useKnown(typed: string): { offer: Offer; entry: RankedEntry }[] {
  const label = useLabel();
  return useOffered()
    .filter((offer) => offer.kind !== "key" && (typed !== "" || !isSought(offer)))
    .flatMap((offer) => {
      const rank = typed === "" ? 0 : rankOf([offer.label.zh, offer.label.en], typed);
      if (rank === undefined) return [];
      const { id, kind, key, run } = offer;
      const why = offer.why && label(offer.why);
      // What changes a record is chosen anew for each.
      const chosen = LEADING.includes(kind) ? { id } : undefined;
      return { offer, entry: { id, kind, text: label(offer.label), keys: key, why, run, chosen, rank } };
    });
}

/** What was chosen last and can be chosen now. */
export function useRecent(known: { entry: Entry }[]): Entry[] {
  const person = useMe().data?.id ?? "";
  const entryOf = useRecordEntry();
  return lastChosen(person).flatMap(({ id, record }) => {
    const entry = record ? entryOf(record) : known.find((one) => one.entry.id === id && one.entry.run)?.entry;
    return entry ?? [];
  });
}
