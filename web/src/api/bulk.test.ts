// Many records changed at once: what is sent again after a lost answer is done once.
import { expect, it, vi } from "vitest";
import { sendAgain } from "./bulk";

it("a_step_is_found_in_a_history_of_any_length_and_not_taken_again", async () => {
  const asked: string[] = [];
  const entry = (n: number) => ({ n, version: n, actor: { id: "p1" }, transition: n === 90 ? "finish" : null });
  vi.stubGlobal("fetch", async (path: string, { method }: RequestInit = {}) => {
    asked.push(`${method ?? "GET"} ${path}`);
    // The oldest first, from the entry on after which the page begins.
    const after = Number(new URLSearchParams(path.split("?")[1]).get("cursor") ?? 0);
    const items = Array.from({ length: 25 }, (_, at) => entry(after + at + 1)).filter(({ n }) => n <= 90);
    return Response.json({ items, next: after + 25 < 90 ? String(after + 25) : null });
  });
  const part = { versions: { REP0000001: 60 }, change: { fields: {}, transition: "finish" } };
  expect(await sendAgain("report", part, "p1")).toEqual([{ number: "REP0000001", ok: true, version: 90 }]);
  expect(asked.some((one) => one.startsWith("POST"))).toBe(false);
  expect(asked).toHaveLength(2);
});
