// What names a record: a group for each process, with counts that lead to its list.
import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { openPage } from "../test/page";
import { record } from "../test/world";

const both = (text: string) => ({ zh: `${text}。`, en: text });
const group = {
  process: { id: "report", label: both("Report") },
  field: { id: "requester", label: both("Requester") },
  all: { filter: 'record.requester == "REP0000001"', total: 12 },
  open: { filter: 'record.requester == "REP0000001" && record.is_open', total: 2 },
  items: [{ ...record, number: "REP0000002", title: "Quick" }],
};

test("each process that names it has its counts, each leading to the list", async () => {
  openPage("/records/report/REP0000001", { "GET /records/report/REP0000001/referring": { items: [group] } });
  const shown = await screen.findByRole("region", { name: "Report as Requester" });
  expect(within(shown).getByRole("link", { name: "Quick" })).toBeTruthy();
  const open = within(shown).getByRole("link", { name: "Open 2" }).getAttribute("href") ?? "";
  expect(new URLSearchParams(open.split("?")[1]).get("filter")).toBe(group.open.filter);
  expect(within(shown).getByRole("link", { name: "All 12" })).toBeTruthy();
});
