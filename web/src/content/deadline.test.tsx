// A target tried on a calendar: when it ends, and what does not count on the way.
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage, Status } from "../test/page";
import { definitions, record } from "../test/world";

const [report] = definitions.processes;
const AT = "/records/report/REP0000001";
const calendar = { ...definitions, processes: [{ ...report, content: "calendar" }] };
const piece = (counted: boolean, why: string) => ({
  from: "2026-11-20T01:00:00Z",
  until: "2026-11-20T04:00:00Z",
  counted,
  why: { zh: why, en: why },
});
const ENDS = { due_at: "2026-11-20T06:00:00Z", pieces: [piece(true, ""), piece(false, "lunch")], missing_years: [] };

it("a_deadline_says_when_it_ends_and_why_then", async () => {
  const { sent } = openPage(AT, { "GET /definitions": calendar, [`GET ${AT}/deadline`]: ENDS });
  expect(await screen.findByText(/^Ends /)).toBeTruthy();
  expect(screen.getByText(/does not count: lunch/)).toBeTruthy();
  const minutes = screen.getByRole("spinbutton", { name: "Target (minutes of service)" });
  const user = userEvent.setup();
  await user.clear(minutes);
  await user.type(minutes, "90");
  await expect.poll(() => sent.some(({ path }) => path.includes("minutes=90"))).toBe(true);
});

it("what_was_counted_through_a_year_without_holidays_says_so", async () => {
  openPage(AT, { "GET /definitions": calendar, [`GET ${AT}/deadline`]: { ...ENDS, missing_years: [2027, 2028] } });
  expect((await screen.findByRole("note")).textContent).toContain("public holidays of 2027, 2028");
});

it("a_calendar_without_time_enough_is_told", async () => {
  openPage(AT, {
    "GET /definitions": calendar,
    [`GET ${AT}/deadline`]: { due_at: null, pieces: [], missing_years: [] },
  });
  expect(await screen.findByText(/not used up/)).toBeTruthy();
});

it("what_the_server_can_not_answer_is_told_in_its_place", async () => {
  openPage(AT, { "GET /definitions": calendar, [`GET ${AT}/deadline`]: new Status(422, { title: "No such instant" }) });
  expect(await screen.findByText("No such instant")).toBeTruthy();
});

it("an_agreement_is_tried_by_its_own_targets_in_its_calendar", async () => {
  const targets = [{ process: "report", clock: "answer", priority: "p1", minutes: 30 }];
  const at = { id: "c", process: "week", number: "CAL0000001", title: "Week" };
  const agreed = { ...record, fields: { ...record.fields, calendar: at, targets } };
  const { sent } = openPage(AT, {
    "GET /definitions": { ...definitions, processes: [{ ...report, content: "service_level_agreement" }] },
    [`GET ${AT}`]: agreed,
    "GET /records/week/CAL0000001/deadline": ENDS,
  });
  expect(await screen.findByText(/^Ends /)).toBeTruthy();
  expect(sent.some(({ path }) => path.includes("week/CAL0000001/deadline") && path.includes("minutes=30"))).toBe(true);
});
