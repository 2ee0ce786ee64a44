// The period that a board looks at: named from today, or between two days. In the address it is a word or two days.
import dayjs, { type Dayjs } from "dayjs";
import type { Days } from "../api/boards";

/** The named periods, each with its text. */
export const PERIODS = {
  this_week: "board.this_week",
  last_week: "board.last_week",
  this_month: "board.this_month",
  last_month: "board.last_month",
  this_quarter: "board.this_quarter",
  last_quarter: "board.last_quarter",
  this_year: "board.this_year",
  last_year: "board.last_year",
} as const;

export type PeriodName = keyof typeof PERIODS;

export const USUAL: PeriodName = "this_month";

const FORM = "YYYY-MM-DD";
const BETWEEN = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/;

const isNamed = (period: string): period is PeriodName => period in PERIODS;

/** The first day of the stretch in which `day` lies, weeks from Monday. */
function begin(day: Dayjs, stretch: string): Dayjs {
  if (stretch === "week") return day.subtract((day.day() + 6) % 7, "day");
  if (stretch === "quarter") return day.month(Math.floor(day.month() / 3) * 3).startOf("month");
  return day.startOf(stretch === "year" ? "year" : "month");
}

const LENGTH = { week: [7, "day"], month: [1, "month"], quarter: [3, "month"], year: [1, "year"] } as const;

/** The days that a period of the address means on `today`; the usual one where it means none. */
export function daysOf(period: string | undefined, today: string): Days {
  const between = period?.match(BETWEEN);
  if (between?.[1] && between[2] && between[1] <= between[2]) return { from: between[1], to: between[2] };
  const [which, stretch] = (period && isNamed(period) ? period : USUAL).split("_") as [string, keyof typeof LENGTH];
  const [length, unit] = LENGTH[stretch];
  const here = begin(dayjs(today), stretch);
  const from = which === "last" ? here.subtract(length, unit) : here;
  return { from: from.format(FORM), to: from.add(length, unit).subtract(1, "day").format(FORM) };
}

/** The name of the period in the address; none where it is between two days. */
export function nameOf(period: string | undefined): PeriodName | undefined {
  if (!period) return USUAL;
  if (isNamed(period)) return period;
  return BETWEEN.test(period) ? undefined : USUAL;
}

export const between = (from: Dayjs, to: Dayjs) => `${from.format(FORM)}..${to.format(FORM)}`;

/** The day that it is in a zone. */
export const todayIn = (zone: string | undefined) =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" }).format(new Date());

/** How many stretches are shown at most. */
const MOST = 400;

/** The values of all stretches of the days that have begun, as the counts have them: so that one without records shows. */
export function stretchesOf(by: string, { from, to }: Days, today: string): { value: string; label: string }[] {
  const stretch = by.split(":")[1];
  if (stretch !== "day" && stretch !== "week" && stretch !== "month") return [];
  const last = to < today ? to : today;
  const found: { value: string; label: string }[] = [];
  let at = begin(dayjs(from), stretch === "day" ? "" : stretch);
  if (stretch === "day") at = dayjs(from);
  while (at.format(FORM) <= last && found.length < MOST) {
    const value = at.format(stretch === "month" ? "YYYY-MM" : FORM);
    found.push({ value, label: stretch === "week" ? `${value} – ${at.add(6, "day").format("MM-DD")}` : value });
    at = stretch === "month" ? at.add(1, "month") : at.add(stretch === "week" ? 7 : 1, "day");
  }
  return found;
}
