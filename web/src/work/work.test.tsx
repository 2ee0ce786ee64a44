// My work: the numbers above, the folders with what is in them, drafts, and what changed.
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage } from "../test/page";
import { definitions, me, record } from "../test/world";

const counted = (id: string, count: number, more = false) => ({ id, count, more });
const folders = {
  folders: [counted("todo", 100, true), counted("copied", 3), counted("unread", 2), counted("watched", 0)],
  todo: [counted("report", 12)],
  drafts: 1,
};

it("folders_say_how_much_is_in_them_and_lead_to_it", async () => {
  const { sent } = openPage("/", {
    "GET /me/folders": folders,
    "GET /records": ({ path }: { path: string }) => ({
      items: path.includes("folder=todo")
        ? [record]
        : path.includes("folder=copied")
          ? [{ ...record, unread: true }]
          : [],
      next: null,
      total: 0,
    }),
  });
  const tabs = within(await screen.findByRole("navigation", { name: "My folders" }));
  expect(await tabs.findByRole("link", { name: "To do 99+" })).toBeTruthy();
  expect(tabs.getByRole("link", { name: "Mentions 3 2 new" })).toBeTruthy();
  expect(
    await within(await screen.findByRole("region", { name: "To do" })).findByRole("link", { name: "Slow" }),
  ).toBeTruthy();
  expect(sent.some(({ path }) => path.includes("folder=todo") && path.includes("sort=due_at"))).toBe(true);
  await userEvent.click(tabs.getByRole("link", { name: "Mentions 3 2 new" }));
  const copied = within(await screen.findByRole("region", { name: "Mentions" }));
  expect(await copied.findByText("Unread")).toBeTruthy();
  await userEvent.click(tabs.getByRole("link", { name: /^Followed/ }));
  expect(await screen.findByText(/^Nothing followed/)).toBeTruthy();
  const menu = within(screen.getByRole("navigation", { name: "Navigation" }));
  expect(menu.getByRole("link", { name: "Report 12" })).toBeTruthy();
});

it("at_most_four_numbers_are_shown_and_those_that_say_something_first", async () => {
  const [report] = definitions.processes;
  const fields = [...(report?.fields ?? []), { ...report?.fields[0], id: "group" }];
  openPage("/", {
    "GET /definitions": { ...definitions, processes: [{ ...report, fields }] },
    "GET /me/folders": { folders: [counted("todo", 0), counted("unassigned", 7)], todo: [], drafts: 0 },
    "GET /records": { items: [], next: null, total: 0 },
  });
  const figures = within(await screen.findByRole("navigation", { name: "At a glance" }));
  expect(await figures.findByRole("link", { name: /^7\s*Not assigned yet$/ })).toBeTruthy();
  expect(figures.getAllByRole("link").map((link) => link.textContent)).toEqual([
    "0Mine, due soon or late",
    "0Waiting for my approval",
    "0My department's, due soon or late",
    "7Not assigned yet",
  ]);
  await userEvent.click(figures.getByRole("link", { name: /^7\s*Not assigned yet$/ }));
  expect(await screen.findByRole("region", { name: "Not assigned yet" })).toBeTruthy();
});

it("drafts_lead_to_where_they_are_written_and_are_discarded", async () => {
  const draft = {
    key: "reply.REP0000001",
    kind: "reply",
    process: "report",
    record: "REP0000001",
    body: "Dear all",
    fields: {},
    updated_at: "2026-11-20T01:00:00Z",
    version: 2,
  };
  const form = {
    ...draft,
    key: "create.report.a",
    kind: "create",
    record: null,
    body: "",
    fields: { title: "New one" },
  };
  const inTab = `yuheng.unsent.${me.id}.${draft.key}`;
  sessionStorage.setItem(inTab, JSON.stringify({ text: "Dear all", key: "k" }));
  const { sent } = openPage("/?list=drafts", { "GET /drafts": { items: [draft, form] } });
  const link = await screen.findByRole("link", { name: "Dear all" });
  expect(link.getAttribute("href")).toBe("/records/report/REP0000001");
  expect(screen.getByRole("link", { name: "New one" }).getAttribute("href")).toBe(
    "/records/report/new?draft=create.report.a",
  );
  await userEvent.click(screen.getAllByRole("button", { name: "Discard" })[0] as HTMLElement);
  await waitFor(() =>
    expect(sent.some(({ method, path }) => method === "DELETE" && path.endsWith(draft.key))).toBe(true),
  );
  expect(sessionStorage.getItem(inTab)).toBeNull();
});

it("whoever_gives_work_out_sees_what_nobody_has_below_the_little_there_is_to_do", async () => {
  const [report] = definitions.processes;
  const answers = (give_out: boolean) => ({
    "GET /definitions": { ...definitions, processes: [{ ...report, may: { ...report?.may, give_out } }] },
    "GET /me/folders": { folders: [counted("todo", 2), counted("unassigned", 1)], todo: [], drafts: 0 },
    "GET /records": ({ path }: { path: string }) => {
      const isUnassigned = path.includes("folder=unassigned");
      return { items: isUnassigned ? [{ ...record, title: "Nobody has it" }] : [], next: null, total: 0 };
    },
  });
  openPage("/", answers(true));
  const unassigned = await screen.findByRole("region", { name: "Not assigned yet" });
  expect(await within(unassigned).findByRole("link", { name: "Nobody has it" })).toBeTruthy();
  cleanup();
  openPage("/", answers(false));
  await screen.findByRole("navigation", { name: "At a glance" });
  await screen.findByRole("region", { name: "To do" });
  expect(screen.queryByRole("region", { name: "Not assigned yet" })).toBeNull();
});
