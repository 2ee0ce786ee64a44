// A merge whose answer was lost is sent again under the key that it had.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { PropsWithChildren } from "react";
import { expect, it, vi } from "vitest";
import type { ListedRecord, Process } from "../api/wire";
import { useMerge } from "./useMerge";

const listed = (number: string, opened_at: string) => ({ number, due_at: null, opened_at }) as unknown as ListedRecord;
const records = [listed("A", "2026-11-01T00:00:00Z"), listed("B", "2026-11-02T00:00:00Z")];
const process = { id: "report" } as Process;

it("a_merge_whose_answer_was_lost_goes_under_the_key_that_it_had", async () => {
  const keys: (string | undefined)[] = [];
  vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
    const { dry_run: isTrial } = JSON.parse(String(init.body));
    if (!isTrial) keys.push((init.headers as { [name: string]: string })["Idempotency-Key"]);
    if (!isTrial && keys.length === 1) throw new TypeError("the line is gone");
    return Response.json({ results: [{ number: "B", ok: true }] });
  });
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: PropsWithChildren) => (
    <QueryClientProvider client={queries}>{children}</QueryClientProvider>
  );
  const told = vi.fn();
  const { result } = renderHook(() => useMerge(process, records, told), { wrapper });
  await waitFor(() => expect(result.current.able).toEqual(["B"]));
  act(() => result.current.submit.run());
  await waitFor(() => expect(result.current.error).toBeDefined());
  await waitFor(() => expect(result.current.submit.isBusy).toBe(false));
  act(() => result.current.submit.run());
  await waitFor(() => expect(told).toHaveBeenCalledWith(["B"], "A"));
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBeTruthy();
  expect(keys[1]).toBe(keys[0]);
});
