// Moments as one says them.
import dayjs from "dayjs";
import { expect, it } from "vitest";
import type { TextOf } from "../text/language";
import { said } from "./when";

const words: TextOf = (key, values) =>
  key.endsWith("form")
    ? "D MMM"
    : key.endsWith("form_year")
      ? "D MMM YYYY"
      : key.endsWith("locale")
        ? "en-GB"
        : key.replace("portal.", "") + (values ? `(${Object.values(values).join(" ")})` : "");
const home = Intl.DateTimeFormat().resolvedOptions().timeZone;
const now = dayjs("2026-11-26T12:00:00");
const at = (text: string) => said(dayjs(text).toISOString(), home, words, now);

it("near_days_are_called_by_their_names", () => {
  expect(at("2026-11-26T15:30:00")).toBe("at(today 15:30)");
  expect(at("2026-11-27T10:00:00")).toBe("at(tomorrow 10:00)");
  expect(at("2026-11-30T09:00:00")).toBe("at(Monday 09:00)");
  expect(at("2026-12-24T09:00:00")).toBe("at(24 Dec 09:00)");
  expect(at("2027-01-04T09:00:00")).toBe("at(4 Jan 2027 09:00)");
});

it("the_zone_is_said_where_the_readers_is_another", () => {
  const elsewhere = home === "Pacific/Auckland" ? "Asia/Tokyo" : "Pacific/Auckland";
  expect(said(now.toISOString(), elsewhere, words, now)).toMatch(/^at_in_zone\(today 12:00 .+\)$/);
});
