// Which view of a list the address means, and what the server is asked for it.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../api/account";
import { useDefinitions } from "../api/definitions";
import type { View } from "../api/records";
import { keeperOf, useSavedViews, viewsQuery } from "../api/views";
import type { Process } from "../api/wire";
import type { ListSearch } from "../router";
import { type Chosen, chosenView, isSaved, queryOf, type ViewId, viewsOf } from "./view";

export interface ListView {
  /** The ready-made views. */
  views: ViewId[];
  chosen: Chosen;
  query: View & { filter: string };
  /** Whether it isn't known yet what the address means: a saved view is still being read. */
  isPending: boolean;
  /** Whether the address names a view that is not there, or not for whoever looks. */
  isMissing: boolean;
  /** Why the view that the address names could not be read. */
  failure: Error | undefined;
  /** Reads the saved views again. */
  again: () => void;
  /** What another address of the list would ask for. */
  queryFor: (search: ListSearch) => View & { filter: string };
}

export function useListView(process: Process, search: ListSearch): ListView {
  const queries = useQueryClient();
  const me = useMe().data;
  const keeper = keeperOf(useDefinitions())?.id;
  const views = viewsOf(process, me);
  const isNamed = isSaved(search, views);
  const saved = useSavedViews(isNamed ? keeper : undefined, process.id);
  const chosen = chosenView(search, views, isNamed ? saved.data : []);
  const isUnknown = isNamed && !chosen.saved;
  // What was looked for once and is not there is not waited for again each time that the views are read.
  const [missed, setMissed] = useState<string>();
  const isMissing = isUnknown && saved.isSuccess && (!saved.isFetching || missed === search.view);
  if (isMissing && missed !== search.view) setMissed(search.view);
  const queryFor = (next: ListSearch) => {
    const kept = keeper ? queries.getQueryData(viewsQuery(keeper, process.id).queryKey) : undefined;
    return queryOf(process, next, chosenView(next, views, kept));
  };
  return {
    views,
    chosen,
    query: queryOf(process, search, chosen),
    isPending: isUnknown && saved.isFetching && !isMissing,
    isMissing,
    failure: isUnknown && !saved.isFetching ? (saved.error ?? undefined) : undefined,
    again: () => void saved.refetch(),
    queryFor,
  };
}
