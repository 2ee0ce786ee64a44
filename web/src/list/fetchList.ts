// A list asked for by whoever leads to it, before it is drawn.
import type { QueryClient } from "@tanstack/react-query";
import { meQuery } from "../api/account";
import { definitionsQuery } from "../api/definitions";
import { recordsQuery } from "../api/records";
import type { ListSearch } from "../router";
import { queryOf, viewsOf } from "./view";

/** The first page of the list at an address, unless some of it is here already; nothing for customers, who have lists of their own. */
export async function fetchList(queries: QueryClient, process: string, search: ListSearch) {
  const me = queries.getQueryData(meQuery.queryKey);
  const definition = queries.getQueryData(definitionsQuery.queryKey)?.processes.find(({ id }) => id === process);
  if (!me || me.customer || !definition) return;
  const query = recordsQuery(process, queryOf(definition, search, viewsOf(definition, me)));
  await queries.prefetchInfiniteQuery({ ...query, staleTime: Number.POSITIVE_INFINITY });
}
