// The page of the installation's health: what the server says of each line, and the two things that can be asked for.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Health } from "../api/wire";
import { openPage, Status } from "../test/page";
import { me } from "../test/world";

const AT = "/settings/health";
const both = (text: string) => ({ zh: text, en: text });
const health: Health = {
  at: "2026-11-20T01:00:00Z",
  level: "attention",
  groups: [
    {
      id: "safety",
      label: both("Backups"),
      lines: [
        {
          id: "backup",
          label: both("Last good backup"),
          level: "attention",
          word: both("none yet"),
          figure: both("none"),
          to_do: both("Make one now"),
        },
        { id: "records", label: both("Records"), level: "good", figure: both("142") },
      ],
    },
  ],
  backup: { asked: false, archives: [] },
  verification: { asked: false },
};
const administrator = { ...me, administers: true };

it("each_line_has_its_word_its_figure_and_what_to_do", async () => {
  openPage(AT, { "GET /me": administrator, "GET /health": health });
  const group = await screen.findByRole("region", { name: "Backups" });
  expect(group.textContent).toContain("Last good backupnone yetnoneMake one now");
  expect(group.textContent).toContain("Records142");
  expect(screen.getByText("Something to look at")).toBeTruthy();
});

it("a_backup_that_is_asked_for_shows_how_far_it_is", async () => {
  let now = health;
  const { sent } = openPage(AT, {
    "GET /me": administrator,
    "GET /health": () => now,
    "POST /backups": () => {
      const running = { since: health.at, is_trial: false, written: 30, expected: 100 };
      now = { ...health, backup: { ...health.backup, running } };
      return {};
    },
  });
  await userEvent.click(await screen.findByRole("button", { name: "Back up now" }));
  expect(await screen.findByText("Writing the backup")).toBeTruthy();
  expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("30");
  await userEvent.click(screen.getByRole("button", { name: "Back up now" }));
  expect(sent.filter(({ method }) => method === "POST")).toHaveLength(1);
});

it("whoever_may_not_see_it_is_told_so_and_offered_no_link", async () => {
  const detail = "Needed: the role Administrator";
  openPage(AT, { "GET /health": new Status(403, { title: "Not allowed", detail }) });
  expect(await screen.findByText(detail)).toBeTruthy();
  const navigation = await screen.findByRole("navigation", { name: "Navigation" });
  await waitFor(() => expect(within(navigation).queryByText("System health")).toBeNull());
});
