// The zone in which moments are told: the reader's own, or the organisation's if that is what they have chosen.
import dayjs, { type Dayjs } from "dayjs";
import timezone from "dayjs/plugin/timezone";
import utc from "dayjs/plugin/utc";

dayjs.extend(utc);
dayjs.extend(timezone);

let zone: string | undefined;

/** Tells moments in `chosen` from now on; without one in the reader's own zone. */
export function setZone(chosen: string | undefined) {
  zone = chosen;
}

/** A moment by the wall clock in which moments are told. */
export function told(at: string): Dayjs {
  const isDay = at.length <= "2026-11-22".length;
  return zone && !isDay ? dayjs(at).tz(zone) : dayjs(at);
}
