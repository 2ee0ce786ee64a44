// A list asked for by whoever leads to it, before it is drawn.
import type { QueryClient } from "@tanstack/react-query";
import { meQuery } from "../api/account";
import { definitionsQuery } from "../api/definitions";
import { keptPreference } from "../api/preference";
import { recordsQuery } from "../api/records";
import { keeperOf, viewsQuery } from "../api/views";
import type { ListSearch } from "../router";
import { foldedIn } from "./group";
import { chosenView, isSaved, queryOf, viewsOf, withFolded } from "./view";

/** The first page of the list at an address, unless some of it is here already; nothing for customers, who have lists of their own. */
export async function fetchList(queries: QueryClient, process: string, search: ListSearch) {
  const me = queries.getQueryData(meQuery.queryKey);
  const definitions = queries.getQueryData(definitionsQuery.queryKey);
  const definition = definitions?.processes.find(({ id }) => id === process);
  if (!me || me.customer || !definitions || !definition) return;
  const views = viewsOf(definition, me);
  const keeper = isSaved(search, views) ? keeperOf(definitions) : undefined;
  // Whether it could be read is told by the page.
  if (keeper) await queries.prefetchQuery({ ...viewsQuery(keeper.id, process), staleTime: "static" });
  const saved = keeper ? queries.getQueryData(viewsQuery(keeper.id, process).queryKey) : undefined;
  const asked = queryOf(definition, search, chosenView(search, views, saved));
  const folded = foldedIn(keptPreference(queries, me.id, `groups.${process}`), asked.group);
  const query = recordsQuery(process, withFolded(asked, folded));
  await queries.prefetchInfiniteQuery({ ...query, staleTime: "static" });
}
