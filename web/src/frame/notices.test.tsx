// The bell: what it says of a record that is out of sight.
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage } from "../test/page";

it("a_notice_of_what_can_not_be_seen_any_more_says_so", async () => {
  const assigned = { zh: "已分派给您", en: "Assigned to you" };
  const notice = { id: "n1", at: "2026-11-20T01:00:00Z", reason: "assigned", text: assigned, record: null, read: true };
  openPage("/", { "GET /notices": { items: [notice], unread: 0 } });
  await userEvent.click(await screen.findByRole("button", { name: "Notices, 0 unread" }));
  const row = (await screen.findByText("Assigned to you")).closest("li") as HTMLElement;
  expect(within(row).getByText("You may no longer see the record")).toBeTruthy();
});
