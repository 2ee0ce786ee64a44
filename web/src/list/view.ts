// The ready-made views of a list, and what the URL's view, filter and sort mean together.
import type { Me, Process } from "../api/wire";
import type { ListSearch } from "../router";
import { freeOf, MINE, OF_MY_GROUP } from "../work/filter";
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
  if (has("assignee")) views.push("unassigned");
  return [...views, "all"];
}

/** The view in use: the URL's, or the first. */
export function chosenView(search: ListSearch, views: ViewId[]): ViewId {
  return views.find((view) => view === search.view) ?? views[0] ?? "all";
}

function effectiveFilter(process: Process, search: ListSearch, view: ViewId): string {
  const open = "record.is_open == true";
  const unassigned = and(open, freeOf(process));
  const base = { open, mine: MINE, group: OF_MY_GROUP, unassigned, all: "" }[view];
  return and(base, search.filter);
}

/** What the server is asked for: the filter of the view and of the address, in the order of the address. */
export function queryOf(process: Process, search: ListSearch, views: ViewId[]) {
  const filter = effectiveFilter(process, search, chosenView(search, views));
  return { filter, sort: possibleSort(process, search.sort) };
}
