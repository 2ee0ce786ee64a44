// The views of a list, ready-made and saved, and what the URL's view, filter and sort mean together.

import type { View } from "../api/records";
import type { SavedView } from "../api/views";
import type { Me, Process } from "../api/wire";
import type { ListSearch } from "../router";
import { MINE, OF_MY_GROUP } from "../work/filter";
import { possibleSort } from "./column";
import { and } from "./condition";
import { groupable } from "./group";

export type ViewId = "open" | "mine" | "group" | "unassigned" | "all";

/** What a list shows: a ready-made view, or a saved one. */
export type Chosen = { id: ViewId; saved?: undefined } | { id?: undefined; saved: SavedView };

/** In the address: a saved view without its filter. */
const UNFILTERED = "true";

/** The views that make sense for the process and whoever looks. */
export function viewsOf(process: Process, me: Me | null | undefined): ViewId[] {
  if (process.lifetime === "standing") return ["all"];
  const has = (id: string) => process.fields.some((field) => field.id === id);
  const views: ViewId[] = ["open"];
  if (has("assignee")) views.push("mine");
  if (has("group") && has("assignee") && me?.department) views.push("group");
  if (process.may.give_out) views.push("unassigned");
  return [...views, "all"];
}

/** Whether the address names a view that is not ready-made. */
export const isSaved = ({ view }: ListSearch, views: ViewId[]) => Boolean(view) && !views.some((id) => id === view);

/** The view in use: the URL's, or the first. */
export function chosenView(search: ListSearch, views: ViewId[], saved: SavedView[] = []): Chosen {
  const found = saved.find(({ number }) => number === search.view);
  if (found) return { saved: found };
  return { id: views.find((view) => view === search.view) ?? views[0] ?? "all" };
}

/** What each view is of all records: by a filter, or by what the program says is in a folder. */
const BASE: { [view in ViewId]: View } = {
  open: { filter: "record.is_open == true" },
  mine: { filter: MINE },
  group: { filter: OF_MY_GROUP },
  unassigned: { folder: "unassigned" },
  all: {},
};

/** The filter that stands above the list: the address's, which for a saved view begins as the view's own. */
export function filterOf({ filter }: ListSearch, { saved }: Chosen): string {
  if (!saved) return filter ?? "";
  return filter === UNFILTERED ? "" : (filter ?? saved.filter ?? "");
}

/** What of a filter the address has to say. */
export function addressed(filter: string, { saved }: Chosen): string | undefined {
  if (!saved) return filter || undefined;
  return filter === (saved.filter ?? "") ? undefined : filter || UNFILTERED;
}

/** The order that is asked for: the address's, else the saved view's. */
export const sortOf = ({ sort }: ListSearch, { saved }: Chosen) => sort ?? saved?.sort;

/** In the address: a saved view without its groups. */
const UNGROUPED = "none";

/** By what the list is grouped: as the address says, else as the saved view does; nothing that its records can't be grouped by. */
export function groupOf(process: Process, { group }: ListSearch, { saved }: Chosen): string | undefined {
  const wanted = group ?? saved?.group;
  return wanted && groupable(process).includes(wanted) ? wanted : undefined;
}

/** What of a grouping the address has to say. */
export function groupAddressed(group: string | undefined, { saved }: Chosen): string | undefined {
  return group === saved?.group ? undefined : (group ?? UNGROUPED);
}

/** A list without the records of its folded groups. */
export const withFolded = <T extends View>(view: T, folded: string[]): T =>
  view.group && folded.length > 0 ? { ...view, folded: folded.join(",") } : view;

/** What the server is asked for: the filter of the view and of the address, in the order of the address. */
export function queryOf(process: Process, search: ListSearch, chosen: Chosen): View & { filter: string } {
  const { id, saved } = chosen;
  const base = saved ? { folder: saved.folder } : BASE[id];
  const query = { ...base, filter: and("filter" in base ? base.filter : undefined, filterOf(search, chosen)) };
  return {
    ...query,
    sort: possibleSort(process, sortOf(search, chosen)),
    group: groupOf(process, search, chosen),
  };
}
