// The calendars and holidays in force, and what a target comes to in one of them.
import { DatePicker, InputNumber, Select } from "antd";
import dayjs from "dayjs";
import { useId, useState } from "react";
import { ofContent, useDefinitions } from "../api/definitions";
import { useDeadline } from "../api/guide";
import { useStanding } from "../api/setup";
import type { ListedRecord, Process } from "../api/wire";
import { Fault } from "../look/Fault";
import { RecordState } from "../look/State";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { moment } from "../text/time";
import type { StepProps } from "./registry";

export function CalendarStep({ step }: StepProps) {
  const { processes } = useDefinitions();
  const read = step.rules.flatMap((rule) => processes.find((process) => process.id === rule.process) ?? []);
  const [calendar] = ofContent(read, "calendar");
  return (
    <>
      {read.map((process) => (
        <Standing key={process.id} process={process} />
      ))}
      {calendar ? <Preview process={calendar} /> : null}
    </>
  );
}

function Standing({ process }: { process: Process }) {
  const label = useLabel();
  const standing = useStanding(process.id).data?.items ?? [];
  return (
    <section className="setup-form" aria-labelledby={`setup-${process.id}`}>
      <h3 id={`setup-${process.id}`}>
        {label(process.label)} <span className="count">{standing.length}</span>
      </h3>
      <ul className="plain setup-there">
        {standing.map((record) => (
          <li key={record.id}>
            <RecordLink to={record} withNumber />
            <RecordState process={process} record={record} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The Friday that comes, at five in the afternoon. */
function friday() {
  const now = dayjs();
  return now
    .add((5 - now.day() + 7) % 7, "day")
    .hour(17)
    .startOf("hour");
}

function Preview({ process }: { process: Process }) {
  const t = useText();
  const id = useId();
  const calendars = useStanding(process.id).data?.items ?? [];
  const [number, setNumber] = useState<string>();
  const [start, setStart] = useState(friday);
  const [hours, setHours] = useState(4);
  const chosen = calendars.find((one) => one.number === number) ?? calendars[0];
  const found = useDeadline(process.id, chosen?.number, start.toISOString(), Math.round(hours * 60));
  return (
    <section className="setup-form" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{t("setup.preview")}</h3>
      <div className="setup-preview">
        <label htmlFor={`${id}-calendar`}>{t("record.calendar")}</label>
        <Select
          id={`${id}-calendar`}
          value={chosen?.number}
          options={calendars.map((one: ListedRecord) => ({ value: one.number, label: one.title }))}
          onChange={setNumber}
        />
        <label htmlFor={`${id}-start`}>{t("setup.reported_at")}</label>
        <DatePicker
          id={`${id}-start`}
          allowClear={false}
          showTime={{ format: "HH:mm" }}
          format="YYYY-MM-DD ddd HH:mm"
          value={start}
          onChange={(given) => given && setStart(given)}
        />
        <label htmlFor={`${id}-hours`}>{t("setup.target_hours")}</label>
        <InputNumber
          id={`${id}-hours`}
          min={0.25}
          max={400}
          step={1}
          value={hours}
          onChange={(it) => it && setHours(it)}
        />
      </div>
      <Fault error={found.error} />
      {found.data ? <Outcome found={found.data} /> : null}
    </section>
  );
}

function Outcome({ found }: { found: NonNullable<ReturnType<typeof useDeadline>["data"]> }) {
  const t = useText();
  const label = useLabel();
  if (!found.due_at) return <p>{t("setup.never_due")}</p>;
  return (
    <div className="setup-due" role="status">
      <p>
        {t("setup.due_at")} <strong className="figure">{dayjs(found.due_at).format("YYYY-MM-DD ddd HH:mm")}</strong>
      </p>
      <ul className="plain">
        {found.pieces.map((piece) => (
          <li key={piece.from} className={piece.counted ? "counted" : "quiet"}>
            <time className="figure">
              {moment(piece.from)} – {moment(piece.until)}
            </time>
            <span>{label(piece.why)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
