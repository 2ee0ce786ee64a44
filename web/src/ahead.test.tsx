// The programs of the other pages are fetched while nothing else is to be done.
import { expect, it, vi } from "vitest";
import { fetchAhead } from "./ahead";

it("the_pages_are_fetched_ahead_one_in_each_idle_moment_once_somebody_is_in", async () => {
  const idle: (() => void)[] = [];
  const heard: (() => void)[] = [];
  const preload = vi.fn(() => Promise.resolve());
  const state = { matches: [{ routeId: "/sign-in" }] };
  const route = { options: { component: { preload } } };
  const router = {
    state,
    routesById: { "/": route, "/plain": { options: {} }, "/search": route },
    subscribe: (_: string, hear: () => void) => {
      heard.push(hear);
      return () => heard.splice(0);
    },
  };
  const first = vi.fn(() => Promise.resolve());
  fetchAhead(router as never, (then) => idle.push(then), first);
  const rest = async () => {
    for (let then = idle.shift(); then; then = idle.shift()) {
      then();
      await vi.waitFor(() => undefined);
    }
  };
  heard[0]?.();
  await rest();
  expect(preload).not.toHaveBeenCalled();
  state.matches = [{ routeId: "/inside" }];
  heard[0]?.();
  await vi.waitFor(async () => {
    await rest();
    expect(preload).toHaveBeenCalledTimes(2);
    expect(first).toHaveBeenCalledTimes(1);
  });
  expect(heard).toHaveLength(0);
});
