// Objectives: a figure with its months and departments, and one that has no source yet.
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { Objective } from "../api/wire";
import { openPage } from "../test/page";

const both = (text: string) => ({ zh: `${text}。`, en: text });
const answered: Objective = {
  id: "answered",
  number: "OBJ0000001",
  label: both("Answered in time"),
  process: "report",
  comes_with: null,
  department: null,
  period: "2026-11",
  from: "2026-10-31T16:00:00Z",
  until: "2026-11-30T16:00:00Z",
  unit: "%",
  actual: 80,
  target: 95,
  direction: "at_least",
  met: false,
  counted: 5,
  passed: 4,
  left_out: [{ reason: both("Not due yet"), count: 2 }],
  open_at_end: null,
};
const satisfied: Objective = {
  ...answered,
  id: "satisfied",
  label: both("Satisfaction"),
  comes_with: both("surveys"),
  actual: null,
  met: null,
  counted: 0,
  passed: 0,
  left_out: [],
};
const months = ["2026-10", "2026-11"].map((period, index) => ({
  period,
  actual: [100, 80][index],
  met: index === 0,
  counted: 5,
  passed: 5 - index,
  left_out: index,
}));
const departments = [
  {
    department: { id: "d1", process: "unit", number: "UNI0000001", title: "Desk" },
    actual: 75,
    met: false,
    counted: 4,
    passed: 3,
    left_out: 2,
  },
  { department: null, actual: 100, met: true, counted: 1, passed: 1, left_out: 0 },
];
const ANSWERS = {
  "GET /objectives": { items: [answered, satisfied] },
  "GET /objectives/answered/trend": { items: months },
  "GET /objectives/answered/departments": { items: departments },
  "GET /objectives/answered/records": { items: [], next: null },
};

test("an objective without a source says what brings it, in words and without a number", async () => {
  openPage("/objectives?period=2026-11", ANSWERS);
  const row = (await screen.findByText("Satisfaction")).closest("li");
  expect(row?.textContent).toContain("No source yet: it comes with surveys");
  expect(row?.textContent).not.toContain("0%");
});

test("each department has its own figure, one's own marked", async () => {
  openPage("/objectives?period=2026-11", ANSWERS);
  const own = (await screen.findByRole("row", { name: /Desk/ })) as HTMLElement;
  expect(own.textContent).toContain("75%");
  expect(own.textContent).toContain("yours");
  expect(within(own).getByRole("link").getAttribute("href")).toContain("department=UNI0000001");
});

test("twelve months are told in words, and stand in a table one click behind", async () => {
  openPage("/objectives/answered?period=2026-11", ANSWERS);
  const chart = await screen.findByRole("img", { name: /2026-10: 100%; 2026-11: 80%/ });
  expect(chart.textContent).toContain("80%");
  await userEvent.click(screen.getByText("As a table"));
  expect(screen.getByRole("row", { name: /2026-11.*80%.*missed/ })).toBeTruthy();
});

test("the records of one department are asked for by its number", async () => {
  const { sent } = openPage("/objectives/answered?period=2026-11&department=UNI0000001&part=left_out", ANSWERS);
  await screen.findByText(/Only Desk/);
  const asked = sent.find(({ path }) => path.includes("/answered/records?"))?.path ?? "";
  expect(asked).toContain("department=UNI0000001");
  expect(asked).toContain("counted=false");
});
