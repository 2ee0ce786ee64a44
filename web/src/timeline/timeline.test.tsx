// The timeline of a record: opened at its newest entry; what is internal says so.
import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { openPage } from "../test/page";
import { history } from "../test/world";

it("opens_at_the_newest_and_marks_a_file_that_is_internal", async () => {
  const to = Object.getOwnPropertyDescriptor(Element.prototype, "scrollHeight");
  Object.defineProperty(Element.prototype, "scrollHeight", { configurable: true, get: () => 900 });
  const at = "2026-11-20T03:00:00Z";
  const { comment: _, ...entry } = history[0] ?? {};
  const attached = [
    { id: "f1", name: "plan.txt", media_type: "text/plain", audience: "internal" },
    { id: "f2", name: "offer.txt", media_type: "text/plain", audience: "public" },
    { id: "f3", name: "plan.txt", media_type: "text/plain", audience: "public" },
  ];
  const sent = { ...entry, n: 3, at, action: "attached", attached };
  openPage("/records/report/REP0000001", {
    "GET /records/report/REP0000001/history": { items: [sent, ...history], next: null },
  });
  const line = (name: string) => document.querySelector("#entry-3")?.textContent?.split(name)[1] ?? "";
  await screen.findByRole("region", { name: "Timeline" });
  await waitFor(() => expect(line("plan.txt")).toMatch(/^ *Internal/i));
  expect(line("offer.txt")).not.toMatch(/Internal/i);
  expect(document.querySelector("#entry-3")?.textContent?.match(/Internal/gi)).toHaveLength(1);
  expect(document.querySelector(".pane-record")?.scrollTop).toBe(900);
  if (to) Object.defineProperty(Element.prototype, "scrollHeight", to);
});

it("what_was_converted_leads_to_where_it_goes_on", async () => {
  const { comment: _, ...entry } = history[0] ?? {};
  const converted = { ...entry, n: 3, at: "2026-11-20T03:00:00Z", action: "converted" };
  const other = (number: string) => ({ id: number, process: "report", number, title: "Goes on" });
  const link = (direction: "in" | "out", number: string) => ({
    ...{ id: number, kind: "from", label: { zh: "来自", en: "Comes from" }, from: "2026-11-20T03:00:00Z" },
    ...{ direction, is_conversion: true, record: other(number) },
  });
  openPage("/records/report/REP0000001", {
    "GET /records/report/REP0000001/history": { items: [converted, ...history], next: null },
    "GET /records/report/REP0000001/relations": { items: [link("in", "REP0000042"), link("out", "REP0000041")] },
  });
  await screen.findByRole("region", { name: "Timeline" });
  await waitFor(() => expect(document.querySelector("#entry-3 a")?.getAttribute("href")).toMatch(/REP0000042$/));
  expect(document.querySelectorAll("#entry-3 a")).toHaveLength(1);
});
