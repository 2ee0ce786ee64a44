// The bell: why one is told, reading one or all, and what it says of a record that is out of sight.
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage } from "../test/page";

const both = (text: string) => ({ zh: text, en: text });
const notice = {
  id: "n1",
  at: "2026-11-20T01:00:00Z",
  reason: "assigned",
  text: both("Assigned to you"),
  because: both("because you are the assignee"),
  doer: { id: "p2", process: "report", number: "REP0000009", title: "Su" },
  record: null,
  read: true,
};

it("a_notice_of_what_can_not_be_seen_any_more_says_so", async () => {
  openPage("/", { "GET /notices": { items: [notice], unread: 0 } });
  await userEvent.click(await screen.findByRole("button", { name: "Notices, 0 unread" }));
  const row = (await screen.findByText("because you are the assignee")).closest("li") as HTMLElement;
  expect(within(row).getByText("You may no longer see the record")).toBeTruthy();
  expect(within(row).getByText(/^Su/)).toBeTruthy();
});

it("notices_are_read_one_by_one_or_all", async () => {
  const { sent } = openPage("/", {
    "GET /notices": { items: [{ ...notice, read: false }], unread: 1 },
    "POST /notices/n1/read": {},
    "POST /notices/read": {},
  });
  await userEvent.click(await screen.findByRole("button", { name: "Notices, 1 unread" }));
  expect(sent.some(({ method }) => method === "POST")).toBe(false);
  await userEvent.click(await screen.findByRole("button", { name: "Mark as read" }));
  await userEvent.click(screen.getByRole("button", { name: "Mark all as read" }));
  const posted = sent.filter(({ method }) => method === "POST").map(({ path }) => path);
  expect(posted).toEqual(["/api/v1/notices/n1/read", "/api/v1/notices/read"]);
});
