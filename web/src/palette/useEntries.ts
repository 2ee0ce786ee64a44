// All that can be chosen for what is typed, in groups: what was chosen last, what can be done here, pages, people, records.
import { useNavigate } from "@tanstack/react-router";
import { focusContent } from "../look/focus";
import { useText } from "../text/language";
import type { Entry, EntryGroup, RankedEntry } from "./entry";
import { bestFirst } from "./match";
import { type Offer, recordOf, type Scope } from "./offer";
import { useFound } from "./useFound";
import { useKnown, useRecent } from "./useKnown";

/** As many of each group while something is typed: what else matches is found by typing more. */
const MOST = 8;
/** As many of those that were chosen last. */
const RECENT = 4;

/** Steps come first, then what else is done here, before all what has a key; what can't be done last. */
const ORDER: Entry["kind"][] = ["step", "view", "create", "act", "field"];
const inOrder = (entries: RankedEntry[]) =>
  [...entries].sort(
    (a, b) => Number(!a.run) - Number(!b.run) || placeOf(a) - placeOf(b) || Number(!a.keys) - Number(!b.keys),
  );
const placeOf = ({ kind }: Entry) => ORDER.indexOf(kind);

const leadsAway = ({ kind }: Offer) => isPage(kind) || kind === "create";
const isPage = (kind: Entry["kind"]) => kind === "page" || kind === "folder";

export function useEntries(text: string, scope: Scope): { groups: EntryGroup[]; isLooking: boolean } {
  const t = useText();
  const typed = text.trim();
  const isAll = typeof scope === "string";
  const offered = useKnown(typed);
  const known = scope === "elsewhere" ? offered.filter(({ offer }) => leadsAway(offer)) : offered;
  const recent = useRecent(known);
  const found = useFound(isAll ? typed : "");
  const search = useSearchEntry(typed);
  const of = (is: (offer: Offer) => boolean) => known.filter(({ offer }) => is(offer)).map(({ entry }) => entry);
  const ofRecord = of((offer) => recordOf(offer) !== undefined);
  const number = isAll ? known.map(({ offer }) => recordOf(offer)).find(Boolean) : scope.record;
  const onRecord = { id: "record", title: t("palette.title_of", { number: number ?? "" }), entries: inOrder(ofRecord) };
  if (!isAll) return { groups: filled([sorted(onRecord, typed)]), isLooking: false };

  const onPage = of((offer) => offer.about === "list");
  const anywhere = of((offer) => !offer.about && !isPage(offer.kind));
  const groups = [
    { id: "recent", title: t("palette.recent"), entries: typed === "" ? recent.slice(0, RECENT) : [] },
    sorted(onRecord, typed),
    sorted({ id: "here", title: t("palette.here"), entries: inOrder(onPage) }, typed),
    sorted({ id: "views", title: t("view.views"), entries: found.views }, typed),
    sorted({ id: "pages", title: t("palette.pages"), entries: of(({ kind }) => isPage(kind)) }, typed),
    sorted({ id: "actions", title: t("palette.actions"), entries: inOrder(anywhere) }, typed),
    sorted({ id: "people", title: t("palette.people"), entries: found.people }, typed),
    sorted({ id: "records", title: t("palette.records"), entries: found.records }, typed),
  ];
  const last = { id: "search", title: t("palette.more"), entries: search };
  return { groups: filled([...byBest(groups, typed), last]), isLooking: found.isLooking };
}

interface RankedGroup extends EntryGroup {
  entries: RankedEntry[];
}

/** The best of a group first, and no more of it than one looks through. */
const sorted = (group: RankedGroup, typed: string): RankedGroup =>
  typed === "" ? group : { ...group, entries: bestFirst(group.entries).slice(0, MOST) };

/** The group with the best match first. */
function byBest(groups: (EntryGroup | RankedGroup)[], typed: string): EntryGroup[] {
  if (typed === "") return groups;
  const best = (group: EntryGroup) => (group.entries[0] as RankedEntry | undefined)?.rank ?? Number.POSITIVE_INFINITY;
  return [...groups].sort((a, b) => best(a) - best(b));
}

/** Those that hold something, each entry only where it stands first. */
function filled(groups: EntryGroup[]): EntryGroup[] {
  const met = new Set<string>();
  const isNew = ({ id }: Entry) => !met.has(id) && Boolean(met.add(id));
  return groups
    .map((group) => ({ ...group, entries: group.entries.filter(isNew) }))
    .filter((group) => group.entries.length > 0);
}

/** All that holds the words, on a page of its own. */
function useSearchEntry(q: string): Entry[] {
  const t = useText();
  const navigate = useNavigate();
  const run = () => {
    void navigate({ to: "/search", search: { q } });
    focusContent();
  };
  return q === "" ? [] : [{ id: "search", kind: "search", text: t("palette.search", { q }), run }];
}
