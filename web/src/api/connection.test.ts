// What could not be read for want of a connection is read again with it.
import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, it, vi } from "vitest";
import { Refusal, read } from "./client";
import { isReachable, isWorthAgain, setConnected, watchConnection } from "./connection";

it("what_could_not_be_read_is_read_again_once_there_is_a_connection_and_nothing_else_is", async () => {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: "always" } } });
  watchConnection(client);
  const lost = vi.fn().mockRejectedValueOnce(new Error("lost")).mockResolvedValue("found");
  const there = vi.fn().mockResolvedValue("there");
  const follow = (name: string, queryFn: () => Promise<string>) => {
    const observer = new QueryObserver(client, { queryKey: [name], queryFn });
    observer.subscribe(() => undefined);
    return observer;
  };
  const read = follow("lost", lost);
  follow("there", there);
  await vi.waitFor(() => expect(read.getCurrentResult().isError).toBe(true));
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  setConnected(false);
  await vi.waitFor(() => expect(isReachable()).toBe(false));
  setConnected(true);
  await vi.waitFor(() => expect(read.getCurrentResult().data).toBe("found"));
  expect(there).toHaveBeenCalledTimes(1);
});

it("a_request_that_fails_is_a_reason_to_ask_and_who_does_not_answer_then_is_away_until_it_does", async () => {
  const reached = vi.fn();
  let isThere = false;
  vi.stubGlobal("fetch", async () => {
    reached();
    if (!isThere) throw new TypeError("Failed to fetch");
    return Response.json({ title: "sign in" }, { status: 401 });
  });
  await expect(read("/records")).rejects.toThrow();
  await vi.waitFor(() => expect(isReachable()).toBe(false));
  expect(reached).toHaveBeenCalledTimes(2);
  isThere = true;
  await expect(read("/records")).rejects.toThrow("sign in");
  expect(isReachable()).toBe(true);
});

it("what_nobody_answers_is_not_tried_again_while_the_server_is_away", () => {
  const offline = new Refusal({ title: "offline", status: 0 });
  expect(isWorthAgain(0, offline)).toBe(true);
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  expect(isWorthAgain(0, offline)).toBe(false);
  vi.restoreAllMocks();
  expect(isWorthAgain(0, new Refusal({ title: "refused", status: 403 }))).toBe(false);
  expect(isWorthAgain(1, new Refusal({ title: "busy", status: 503 }))).toBe(true);
});
