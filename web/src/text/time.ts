// Moments, days and durations as people read them: 2026-11-22 15:30, in the reader's zone.
import dayjs from "dayjs";
import type { TextOf } from "./language";
import { told } from "./zone";

export function moment(at: string): string {
  return told(at).format("YYYY-MM-DD HH:mm");
}

/** A moment by the wall clock of a zone. */
export function momentIn(at: string, zone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(
    new Date(at),
  );
}

export function day(at: string): string {
  return told(at).format("YYYY-MM-DD");
}

export function hour(at: string): string {
  return told(at).format("HH:mm");
}

/** Near moments short: the hour today, the day this year, all else in full. */
export function near(at: string, now = told(new Date().toISOString())): string {
  const then = told(at);
  if (then.isSame(now, "day")) return then.format("HH:mm");
  return then.format(then.isSame(now, "year") ? "MM-DD HH:mm" : "YYYY-MM-DD");
}

/** Near moments shorter still: the hour today, else the day. */
export function nearDay(at: string, now = told(new Date().toISOString())): string {
  const then = told(at);
  if (then.isSame(now, "day")) return then.format("HH:mm");
  return then.format(then.isSame(now, "year") ? "MM-DD" : "YYYY-MM-DD");
}

/** Minutes in words, two units at most. */
export function duration(minutes: number, t: TextOf): string {
  const whole = Math.max(0, Math.round(minutes));
  const [days, hours, rest] = [Math.floor(whole / 1440), Math.floor((whole % 1440) / 60), whole % 60];
  if (days > 0) return t(hours > 0 ? "time.days_hours" : "time.days", { days, hours });
  if (hours > 0) return t(rest > 0 ? "time.hours_minutes" : "time.hours", { hours, minutes: rest });
  return t("time.minutes", { minutes: rest });
}

/** Minutes of service time, in hours: ten working days of eight hours are no three days of the calendar. */
export function serviceTime(minutes: number, t: TextOf): string {
  const whole = Math.max(0, Math.round(minutes));
  const [hours, rest] = [Math.floor(whole / 60), whole % 60];
  if (hours === 0) return t("time.minutes", { minutes: rest });
  return t(rest > 0 ? "time.hours_minutes" : "time.hours", { hours, minutes: rest });
}

/** How far a moment lies off, "3 h 5 min ago", "in 2 d". */
export function relative(at: string, t: TextOf, now = dayjs()): string {
  const minutes = dayjs(at).diff(now, "minute");
  if (Math.abs(minutes) < 1) return t("time.now");
  const length = duration(Math.abs(minutes), t);
  return minutes < 0 ? t("time.ago", { length }) : t("time.in", { length });
}
