// The ready-made views of a list, and what the URL's view, filter and sort mean together.

import type { View } from "../api/records";
import type { Me, Process } from "../api/wire";
import type { ListSearch } from "../router";
import { MINE, OF_MY_GROUP } from "../work/filter";
import { possibleSort } from "./column";
import { and } from "./condition";

export type ViewId = "open" | "mine" | "group" | "unassigned" | "all";

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

/** The view in use: the URL's, or the first. */
export function chosenView(search: ListSearch, views: ViewId[]): ViewId {
  return views.find((view) => view === search.view) ?? views[0] ?? "all";
}

/** What each view is of all records: by a filter, or by what the program says is in a folder. */
const BASE: { [view in ViewId]: View } = {
  open: { filter: "record.is_open == true" },
  mine: { filter: MINE },
  group: { filter: OF_MY_GROUP },
  unassigned: { folder: "unassigned" },
  all: {},
};

/** What the server is asked for: the filter of the view and of the address, in the order of the address. */
export function queryOf(process: Process, search: ListSearch, views: ViewId[]): View & { filter: string } {
  const base = BASE[chosenView(search, views)];
  const query = { ...base, filter: and(base.filter, search.filter) };
  return { ...query, sort: possibleSort(process, search.sort) };
}
