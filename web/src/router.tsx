// The addresses of the page. The URL holds what is viewed: process, number, filter, sort, period, clause.
import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { meQuery } from "./api/account";
import { definitionsQuery } from "./api/definitions";
import { Frame } from "./frame/Frame";
import { Missing } from "./frame/Missing";
import { Shape, Trouble } from "./look/Wait";
import { forEither } from "./portal/audience";

const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Outlet,
  notFoundComponent: Missing,
  errorComponent: ({ error, reset }) => <Trouble error={error} retry={reset} />,
});

const texts = (names: string[]) => (search: { [name: string]: unknown }) => {
  const found: { [name: string]: string | undefined } = {};
  for (const name of names) if (typeof search[name] === "string") found[name] = search[name];
  return found;
};

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search): { to?: string } => texts(["to"])(search),
  component: lazyRouteComponent(() => import("./account/SignIn"), "SignIn"),
});

const link = createRoute({
  getParentRoute: () => root,
  path: "/link/$token",
  component: lazyRouteComponent(() => import("./account/OneTimeLink"), "OneTimeLink"),
});

const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: async ({ context, location }) => {
    const me = await context.queries.ensureQueryData(meQuery);
    if (!me) throw redirect({ to: "/sign-in", search: { to: location.href === "/" ? undefined : location.href } });
    await context.queries.ensureQueryData(definitionsQuery);
  },
  component: Frame,
  pendingComponent: () => <Shape rows={12} />,
});

const work = createRoute({
  getParentRoute: () => inside,
  path: "/",
  validateSearch: (search): { list?: string } => texts(["list"])(search),
  component: forEither(
    lazyRouteComponent(() => import("./work/WorkPage"), "WorkPage"),
    lazyRouteComponent(() => import("./portal/HomePage"), "HomePage"),
  ),
});

export interface ListSearch {
  view?: string;
  filter?: string;
  sort?: string;
}

const listSearch = (search: { [name: string]: unknown }): ListSearch => texts(["view", "filter", "sort"])(search);

const list = createRoute({
  getParentRoute: () => inside,
  path: "/records/$process",
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import("./list/ListPage"), "ListPage"),
});

const create = createRoute({
  getParentRoute: () => inside,
  path: "/records/$process/new",
  component: lazyRouteComponent(() => import("./record/CreatePage"), "CreatePage"),
});

const imported = createRoute({
  getParentRoute: () => inside,
  path: "/records/$process/import",
  component: lazyRouteComponent(() => import("./import/ImportPage"), "ImportPage"),
});

const record = createRoute({
  getParentRoute: () => inside,
  path: "/records/$process/$number",
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import("./record/RecordPage"), "RecordPage"),
});

const search = createRoute({
  getParentRoute: () => inside,
  path: "/search",
  validateSearch: (search): { q?: string } => texts(["q"])(search),
  component: lazyRouteComponent(() => import("./search/SearchPage"), "SearchPage"),
});

const objectives = createRoute({
  getParentRoute: () => inside,
  path: "/objectives",
  validateSearch: (search): { period?: string } => texts(["period"])(search),
  component: lazyRouteComponent(() => import("./objective/ObjectivesPage"), "ObjectivesPage"),
});

const objective = createRoute({
  getParentRoute: () => inside,
  path: "/objectives/$id",
  validateSearch: (search): { period?: string; part?: string } => texts(["period", "part"])(search),
  component: lazyRouteComponent(() => import("./objective/ObjectivePage"), "ObjectivePage"),
});

const clauses = createRoute({
  getParentRoute: () => inside,
  path: "/clauses",
  validateSearch: (search): { standard?: string; clause?: string } => texts(["standard", "clause"])(search),
  component: lazyRouteComponent(() => import("./clause/ClausesPage"), "ClausesPage"),
});

const account = createRoute({
  getParentRoute: () => inside,
  path: "/account",
  component: lazyRouteComponent(() => import("./account/AccountPage"), "AccountPage"),
});

const health = createRoute({
  getParentRoute: () => inside,
  path: "/settings/health",
  component: lazyRouteComponent(() => import("./upkeep/HealthPage"), "HealthPage"),
});

const unknown = createRoute({ getParentRoute: () => inside, path: "$", component: Missing });

const inner = inside.addChildren([
  work,
  create,
  imported,
  record,
  list,
  search,
  objectives,
  objective,
  clauses,
  account,
  health,
  unknown,
]);
const tree = root.addChildren([signIn, link, inner]);

/** The router over a cache of server data. */
export function makeRouter(queries: QueryClient, history?: Parameters<typeof createRouter>[0]["history"]) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    history,
    defaultPreload: false,
    scrollRestoration: true,
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== "");
      const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
      return text ? `?${text}` : "";
    },
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
