// Where all pages stand: at the door, or inside for whoever is signed in.
import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, Outlet, redirect } from "@tanstack/react-router";
import { meQuery } from "../api/account";
import { definitionsQuery } from "../api/definitions";
import { Frame } from "../frame/Frame";
import { fetched } from "../frame/fetched";
import { Missing } from "../frame/Missing";
import { Shape } from "../look/Wait";
import { fetchFor, forEither } from "../portal/audience";

export const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Outlet,
  notFoundComponent: Missing,
});

/** The texts of these names in an address. */
export const texts = (names: string[]) => (search: { [name: string]: unknown }) => {
  const found: { [name: string]: string | undefined } = {};
  for (const name of names) if (typeof search[name] === "string") found[name] = search[name];
  return found;
};

export const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: async ({ context, location }) => {
    const me = await context.queries.ensureQueryData(meQuery);
    if (!me) throw redirect({ to: "/sign-in", search: { to: location.href === "/" ? undefined : location.href } });
    fetchFor(me);
    await context.queries.ensureQueryData(definitionsQuery);
  },
  component: forEither(
    Frame,
    fetched(() => import("../portal/PortalFrame"), "PortalFrame"),
  ),
  pendingComponent: () => <Shape rows={12} />,
});
