// Moments as one says them: today 15:30, tomorrow 10:00, Friday 09:00; with the zone where the reader's is another.
import dayjs from "dayjs";
import type { TextOf } from "../text/language";
import { hour, moment, momentIn } from "../text/time";

const WEEK = 7;

/** A moment in the reader's zone; `home` is the zone in which it was promised. */
export function said(at: string, home: string, t: TextOf, now = dayjs()): string {
  const words = { day: dayWord(at, t, now), hour: hour(at) };
  if (momentIn(at, home) === moment(at)) return t("portal.at", words);
  return t("portal.at_in_zone", { ...words, zone: zoneWord(at, t("portal.locale")) });
}

function dayWord(at: string, t: TextOf, now: dayjs.Dayjs): string {
  const then = dayjs(at);
  const days = then.startOf("day").diff(now.startOf("day"), "day");
  if (days === 0) return t("portal.today");
  if (days === 1) return t("portal.tomorrow");
  if (days === -1) return t("portal.yesterday");
  if (days > 0 && days < WEEK) return then.format("dddd");
  return then.format(t(then.isSame(now, "year") ? "portal.day_form" : "portal.day_form_year"));
}

/** What people call the zone of this browser. */
function zoneWord(at: string, locale: string): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZoneName: "shortGeneric" }).formatToParts(new Date(at));
  return parts.find((part) => part.type === "timeZoneName")?.value ?? "";
}
