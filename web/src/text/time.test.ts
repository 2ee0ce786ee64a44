// Moments and durations as people read them.
import { expect, it } from "vitest";
import { nearDay, serviceTime } from "./time";
import { told } from "./zone";

it("service_time_is_never_told_in_days_of_the_calendar", () => {
  const told = (minutes: number) => serviceTime(minutes, (key, values) => `${key} ${values?.hours} ${values?.minutes}`);
  expect(told(4800)).toBe("time.hours 80 0");
  expect(told(95)).toBe("time.hours_minutes 1 35");
  expect(told(5)).toBe("time.minutes undefined 5");
});

it("where_there_is_little_room_another_day_is_told_without_its_hour", () => {
  const now = told("2026-11-27T08:00:00Z");
  expect(nearDay("2026-11-27T07:30:00Z", now)).toMatch(/^\d\d:30$/);
  expect(nearDay("2026-11-20T07:30:00Z", now)).toBe("11-20");
  expect(nearDay("2025-11-20T07:30:00Z", now)).toBe("2025-11-20");
});
