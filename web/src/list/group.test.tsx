// A grouped list: headings above their rows, folded and remembered, walked over by the keys; and who is at a row.
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { LOOKS } from "../api/presence";
import { openPage, type Sent } from "../test/page";
import { record } from "../test/world";
import { initialsOf } from "./AtRow";
import { linesOf } from "./group";

const row = (n: number) => ({ ...record, id: `r${n}`, number: `REP000000${n}`, title: `Slow ${n}` });
const group = (id: string, count: number) => ({ id, count, label: { zh: id, en: id } });
const shape = ({ lines, skipped }: ReturnType<typeof linesOf>) =>
  `${skipped}: ${lines.map((line) => line.record?.title ?? `[${line.group?.id}]`).join(" ")}`;

const groups = [group("a", 2), group("b", 3), group("c", 1)];

it("each_group_has_its_heading_and_what_is_not_here_yet_has_none", () => {
  const records = [1, 2, 3].map(row);
  const runs = [
    { id: "a", rows: 2 },
    { id: "b", rows: 1 },
  ];
  const page = { records, runs, groups, folded: [], skipped: 0 };
  expect(shape(linesOf({ ...page, hasMore: true }))).toBe("0: [a] Slow 1 Slow 2 [b] Slow 3");
  expect(shape(linesOf({ ...page, hasMore: false }))).toBe("0: [a] Slow 1 Slow 2 [b] Slow 3 [c]");
});

it("a_group_that_began_before_what_is_here_has_its_heading_there", () => {
  const page = { records: [row(5), row(6)], groups, folded: [], hasMore: false };
  const runs = [
    { id: "b", rows: 1 },
    { id: "c", rows: 1 },
  ];
  expect(shape(linesOf({ ...page, runs, skipped: 4 }))).toBe("6: Slow 5 [c] Slow 6");
  const whole = [{ id: "b", rows: 2 }];
  expect(shape(linesOf({ ...page, runs: whole, skipped: 2 }))).toBe("3: [b] Slow 5 Slow 6 [c]");
});

it("a_folded_group_is_a_heading_alone", () => {
  const runs = [
    { id: "a", rows: 2 },
    { id: "c", rows: 1 },
  ];
  const page = { records: [1, 2, 6].map(row), runs, groups, folded: ["b"], skipped: 0, hasMore: false };
  expect(shape(linesOf(page))).toBe("0: [a] Slow 1 Slow 2 [b] [c] Slow 6");
});

const grouped = {
  "GET /records/report": ({ path }: Sent) => {
    const asked = new URL(`http://page${path}`).searchParams;
    if (!asked.get("group")) return { items: [1, 2, 3].map(row), next: null, total: 3 };
    const folded = asked.get("folded")?.split(",") ?? [];
    const runs = [
      { id: "high", rows: 1 },
      { id: "low", rows: 2 },
    ].filter(({ id }) => !folded.includes(id));
    const items = [row(1), row(2), row(3)].filter((_, at) => !folded.includes(at === 0 ? "high" : "low"));
    return { items, next: null, runs, groups: [group("high", 1), group("low", 2)] };
  },
};

it("a_list_is_grouped_by_a_click_and_its_address_says_so", async () => {
  const { sent } = openPage("/records/report", grouped);
  await screen.findByRole("link", { name: "Slow 1" });
  await userEvent.click(screen.getByRole("button", { name: "Group" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Impact" }));
  const heading = await screen.findByRole("button", { name: /^low/ });
  expect(heading.getAttribute("aria-expanded")).toBe("true");
  expect(sent.some(({ path }) => path.includes("group=impact"))).toBe(true);
  await userEvent.click(heading);
  await waitFor(() => expect(screen.queryByRole("link", { name: "Slow 2" })).toBeNull());
  expect(screen.getByRole("button", { name: /^low/ }).getAttribute("aria-expanded")).toBe("false");
  expect(sent.some(({ path }) => path.includes("folded=low"))).toBe(true);
  const kept = () => sent.find(({ path }) => path.endsWith("/me/preferences/groups.report"));
  await waitFor(() => expect(kept()?.body).toEqual({ impact: ["low"] }));
});

it("the_keys_go_over_headings", async () => {
  openPage("/records/report?group=impact", grouped);
  await screen.findByRole("link", { name: "Slow 3" });
  await userEvent.keyboard("jj");
  await waitFor(() => expect(document.querySelector("tr.at td a.title")?.textContent).toBe("Slow 2"));
});

it("a_row_says_who_is_at_its_record", async () => {
  const person = { id: "p2", process: "person", number: "PER0000002", title: "王芳" };
  const others = [{ person, is_writing: true, since: "2026-11-20T01:00:00Z" }];
  const { sent } = openPage("/records/report", {
    ...grouped,
    [`PUT ${LOOKS}`]: { items: [{ record: "r2", others }] },
  });
  const mark = await screen.findByRole("img", { name: "王芳 is writing" });
  expect(mark.closest("tr")?.textContent).toContain("Slow 2");
  const asked = sent.filter(({ path }) => path.endsWith(LOOKS));
  expect(asked.map(({ body }) => body)).toEqual([{ records: ["r1", "r2", "r3"] }]);
});

it("initials_are_what_one_calls_a_person_by", () => {
  expect([initialsOf("王芳"), initialsOf("Li Wei"), initialsOf("ann")]).toEqual(["芳", "LW", "A"]);
});
