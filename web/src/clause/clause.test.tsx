// A clause: the other edition's numbers, who answers, what is vacant, how fresh the records are.
import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Clause } from "../api/wire";
import { openPage } from "../test/page";

const both = (text: string) => ({ zh: `${text}。`, en: text });
const clause: Clause = {
  id: "8.1",
  label: both("Incidents"),
  parent: null,
  state: "late",
  owner: { role: "desk", label: both("Desk"), held_by: [] },
  comes_with: both("major incidents"),
  maps_to: [{ standard: "iso-2018", clause: "8.6.1", label: both("Incidents too") }],
  evidence: [{ id: "report", label: both("Report") }],
  rules: [
    {
      label: both("Recorded lately"),
      state: "met",
      reads: "records",
      process: "report",
      filter: "record.is_open",
      objective: null,
      found: 3,
      fresh_days: 90,
      newest_at: "2026-11-20T01:00:00Z",
      vacant: [],
      records: [],
    },
  ],
};
const other: Clause = {
  ...clause,
  id: "9",
  label: both("Later"),
  state: "no_rule",
  maps_to: [],
  evidence: [],
  rules: [],
};
const ANSWERS = {
  "GET /standards": { items: [{ id: "iso-2011", label: both("2011") }] },
  "GET /standards/iso-2011/clauses": { items: [clause, other] },
  "GET /standards/iso-2011/clauses/8.1": clause,
  "GET /standards/iso-2011/clauses/9": other,
};

test("a clause says what the other edition calls it, that nobody answers for it, and how fresh its records are", async () => {
  openPage("/clauses?standard=iso-2011&clause=8.1", ANSWERS);
  const detail = await screen.findByRole("article", { name: "8.1 Incidents" });
  expect(within(detail).getByRole("link", { name: /8\.6\.1 Incidents too/ })).toBeTruthy();
  expect(detail.textContent).toContain("vacant");
  expect(detail.textContent).toContain("newest 2026-11-20; it may be 90 days old");
  expect(detail.textContent).toContain("The rules for the rest come with: major incidents");
});

test("a clause that only this edition has says so, and what brings its rule", async () => {
  openPage("/clauses?standard=iso-2011&clause=9", ANSWERS);
  const detail = await screen.findByRole("article", { name: "9 Later" });
  expect(detail.textContent).toContain("The other edition has no such clause");
  expect(detail.textContent).toContain("No rule yet; it comes with: major incidents");
});

test("the tree can be narrowed to the clauses that stand the same", async () => {
  openPage("/clauses?standard=iso-2011&state=no_rule", ANSWERS);
  const tree = await screen.findByRole("navigation", { name: "Clauses" });
  expect(within(tree).queryByText("Incidents")).toBeNull();
  expect(within(tree).getByText("Later")).toBeTruthy();
});
