// What could not be read for want of a connection is read again with it.
import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, it, vi } from "vitest";
import { setConnected, watchConnection } from "./connection";

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
  setConnected(false);
  setConnected(true);
  await vi.waitFor(() => expect(read.getCurrentResult().data).toBe("found"));
  expect(there).toHaveBeenCalledTimes(1);
});
