// The addresses of the page. The URL holds what is viewed: process, number, filter, sort, period, clause.
import type { QueryClient } from "@tanstack/react-query";
import { createRoute, createRouter } from "@tanstack/react-router";
import { recordQuery } from "./api/record";
import { fetched } from "./frame/fetched";
import { Missing } from "./frame/Missing";
import { fetchList } from "./list/fetchList";
import { Trouble } from "./look/Wait";
import { forEither } from "./portal/audience";
import { Nowhere } from "./portal/Nowhere";
import { inside, root, texts } from "./route/inside";
import { system } from "./route/system";

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search): { to?: string } => texts(["to"])(search),
  component: fetched(() => import("./account/SignIn"), "SignIn"),
});

const link = createRoute({
  getParentRoute: () => root,
  path: "/link/$token",
  component: fetched(() => import("./account/OneTimeLink"), "OneTimeLink"),
});

const work = createRoute({
  getParentRoute: () => inside,
  path: "/",
  validateSearch: (search): { list?: string } => texts(["list"])(search),
  component: forEither(
    fetched(() => import("./work/WorkPage"), "WorkPage"),
    fetched(() => import("./portal/HomePage"), "HomePage"),
  ),
});

export interface ListSearch {
  view?: string;
  filter?: string;
  sort?: string;
  group?: string;
}

const listSearch = (search: { [name: string]: unknown }): ListSearch =>
  texts(["view", "filter", "sort", "group"])(search);

/** For how many milliseconds what one comes from stays in sight, so that a page is drawn once, with its content. */
export const PATIENCE = 200;

const atMost = (reading: Promise<void>) =>
  Promise.race([reading, new Promise<void>((over) => setTimeout(over, PATIENCE))]);

const list = createRoute({
  getParentRoute: () => inside,
  path: "/records/$process",
  validateSearch: listSearch,
  loader: ({ context, params, location }) =>
    atMost(fetchList(context.queries, params.process, listSearch(location.search))),
  component: forEither(
    fetched(() => import("./list/ListPage"), "ListPage"),
    fetched(() => import("./portal/RecordsPage"), "RecordsPage"),
  ),
});

const create = createRoute({
  getParentRoute: () => inside,
  path: "/records/$process/new",
  validateSearch: (search): { draft?: string } => texts(["draft"])(search),
  component: forEither(
    fetched(() => import("./create/CreatePage"), "CreatePage"),
    fetched(() => import("./portal/ReportPage"), "ReportOf"),
  ),
});

const imported = createRoute({
  getParentRoute: () => inside,
  path: "/records/$process/import",
  component: forEither(
    fetched(() => import("./import/ImportPage"), "ImportPage"),
    Nowhere,
  ),
});

const record = createRoute({
  getParentRoute: () => inside,
  path: "/records/$process/$number",
  validateSearch: listSearch,
  // One that is here already, however old, is drawn at once and read again by its page.
  loader: ({ context, params }) =>
    atMost(context.queries.prefetchQuery({ ...recordQuery(params), staleTime: "static" })),
  component: forEither(
    fetched(() => import("./record/RecordPage"), "RecordPage"),
    fetched(() => import("./portal/FollowPage"), "FollowPage"),
  ),
});

const search = createRoute({
  getParentRoute: () => inside,
  path: "/search",
  validateSearch: (search): { q?: string } => texts(["q"])(search),
  component: forEither(
    fetched(() => import("./search/SearchPage"), "SearchPage"),
    fetched(() => import("./portal/FoundPage"), "FoundPage"),
  ),
});

const report = createRoute({
  getParentRoute: () => inside,
  path: "/report",
  validateSearch: (search): { kind?: string; step?: string } => texts(["kind", "step"])(search),
  component: forEither(
    Missing,
    fetched(() => import("./portal/ReportPage"), "ReportPage"),
  ),
});

const sent = createRoute({
  getParentRoute: () => inside,
  path: "/sent/$process/$number",
  component: forEither(
    Missing,
    fetched(() => import("./portal/SentPage"), "SentPage"),
  ),
});

const unknown = createRoute({ getParentRoute: () => inside, path: "$", component: forEither(Missing, Nowhere) });

const inner = inside.addChildren([work, create, imported, record, list, search, ...system, report, sent, unknown]);
const tree = root.addChildren([signIn, link, inner]);

/** The router over a cache of server data. */
export function makeRouter(queries: QueryClient, history?: Parameters<typeof createRouter>[0]["history"]) {
  let isElsewhere = false;
  const router = createRouter({
    routeTree: tree,
    context: { queries },
    history,
    defaultPreload: false,
    // What a page shows is kept by the cache of queries, not by the router: it knows what is still to be waited for.
    defaultGcTime: 0,
    // What goes wrong in a page is told in its place: the frame stays.
    defaultErrorComponent: ({ error, reset }) => <Trouble error={error} retry={reset} />,
    scrollRestoration: true,
    // Another page or step begins at its top; what narrows or chooses on the same page leaves it where it is, but for a list,
    // which is another one then.
    scrollToTopSelectors: [() => (isElsewhere ? document.getElementById("content") : null), ".list-body > .scroll"],
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== "");
      const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
      return text ? `?${text}` : "";
    },
  });
  const placeOf = ({ pathname, search }: { pathname: string; search: { step?: string } }) =>
    `${pathname} ${search.step}`;
  router.subscribe("onBeforeLoad", ({ fromLocation, toLocation }) => {
    isElsewhere = fromLocation !== undefined && placeOf(fromLocation) !== placeOf(toLocation);
  });
  return router;
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
