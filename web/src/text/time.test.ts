// Durations as people read them.
import { expect, it } from "vitest";
import { serviceTime } from "./time";

it("service_time_is_never_told_in_days_of_the_calendar", () => {
  const told = (minutes: number) => serviceTime(minutes, (key, values) => `${key} ${values?.hours} ${values?.minutes}`);
  expect(told(4800)).toBe("time.hours 80 0");
  expect(told(95)).toBe("time.hours_minutes 1 35");
  expect(told(5)).toBe("time.minutes undefined 5");
});
