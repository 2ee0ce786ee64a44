// The next days on which a recurring order opens a record, in the form as it is filled in and on the order itself.
import dayjs from "dayjs";
import { useId } from "react";
import { useDutyDays } from "../api/duty";
import type { DutyDay, Fields } from "../api/wire";
import { Fault } from "../look/Fault";
import { useText } from "../text/language";
import type { PanelProps } from "./registry";
import "./duty.css";

/** The fields by which the days come. */
export const RHYTHM = [
  "every",
  "interval",
  "weekday",
  "day_by",
  "day_number",
  "month",
  "calendar",
  "on_free_days",
  "ahead_days",
  "from",
  "until",
];

export function DutyDays({ values }: { values: Fields }) {
  const t = useText();
  const title = useId();
  const days = useDutyDays(values, RHYTHM);
  const missing = [...new Set(days.data?.flatMap((day) => day.missing_years))];
  return (
    <section className="duty-days" aria-labelledby={title} aria-busy={days.isFetching}>
      <h2 id={title}>{t("content.duty_days")}</h2>
      {days.isError ? <Fault error={days.error} /> : null}
      {days.data?.length === 0 && !days.isError ? <p className="quiet">{t("content.duty_no_days")}</p> : null}
      {missing.length > 0 && !days.isError ? (
        <p className="holidays-missing" role="note">
          {t("content.duty_days_uncertain", { years: missing.join(t("content.and")) })}
        </p>
      ) : null}
      {days.data && !days.isError ? (
        <ol>
          {days.data.map((day) => (
            <Day key={day.day} day={day} />
          ))}
        </ol>
      ) : null}
    </section>
  );
}

export function DutyPanel({ record }: PanelProps) {
  return <DutyDays values={record.fields} />;
}

function Day({ day: { day, planned, opens_on, missing_years } }: { day: DutyDay }) {
  const t = useText();
  const weekday = (of: string) => dayjs(of).format("ddd");
  return (
    <li>
      <time dateTime={day}>{day}</time> <span>{weekday(day)}</span>
      {planned === day ? null : (
        <span className="quiet">{t("content.duty_moved", { day: planned.slice(5), weekday: weekday(planned) })}</span>
      )}
      {missing_years.length > 0 ? <span className="sign wait">{t("content.duty_uncertain")}</span> : null}
      {opens_on === day ? null : <span className="quiet">{t("content.duty_ahead", { day: opens_on.slice(5) })}</span>}
    </li>
  );
}
