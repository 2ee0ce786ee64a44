// Why a deadline is what it is: by the calendar's own wall clock, readable on any screen.
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { openPage } from "../test/page";
import { record } from "../test/world";

const AT = "/records/report/REP0000001";
const calendar = { id: "k1", process: "report", number: "REP0000008", title: "Tokyo 9–18" };
const clock = {
  id: "answer",
  state: "running",
  started_at: "2026-11-24T23:00:00Z",
  since: "2026-11-24T23:00:00Z",
  due_at: "2026-11-25T03:00:00Z",
  target_minutes: 4800,
  used_minutes: 0,
  agreement: null,
  calendar,
};

it("a_deadline_is_explained_in_its_calendar_s_zone_and_on_a_small_screen_in_a_dialog", async () => {
  const line = { zh: "2026-11-25 09:00", en: "2026-11-25 09:00 – 12:00 counts" };
  const list = (query: string) => ({
    matches: query.includes("max-width: 760px"),
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
  });
  vi.stubGlobal("matchMedia", list);
  openPage(AT, {
    [`GET ${AT}`]: { ...record, clocks: [clock] },
    [`GET ${AT}/clocks`]: { items: [{ id: "answer", zone: "Asia/Tokyo", lines: [line] }] },
  });
  await userEvent.click(await screen.findByRole("button", { name: /Why this deadline/ }));
  const dialog = await screen.findByRole("dialog");
  expect(await within(dialog).findByText(line.en)).toBeTruthy();
  expect(dialog.textContent).toContain("2026-11-25 08:00 Asia/Tokyo");
  expect(dialog.textContent).toContain("2026-11-25 12:00 Asia/Tokyo");
  expect(dialog.textContent).toContain("80 h of service time");
});
