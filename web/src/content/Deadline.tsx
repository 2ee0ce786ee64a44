// When a target ends, counted from a moment one chooses, and why then: tried on a calendar, or on the rows of an agreement.
import { InputNumber, Select } from "antd";
import { useState } from "react";
import { useProcess } from "../api/definitions";
import { useDeadline } from "../api/guide";
import type { Reference, YuhengRecord } from "../api/wire";
import { DateInput } from "../field/DateInput";
import { Entry } from "../field/Entry";
import { isReference } from "../field/value";
import { Shape, Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { moment } from "../text/time";
import type { PanelProps } from "./registry";
import "./deadline.css";

/** A target to begin with, in minutes: half a working day. */
const BEGIN = 240;

export function CalendarDeadline({ at }: PanelProps) {
  const t = useText();
  const [minutes, setMinutes] = useState(BEGIN);
  return (
    <section className="deadline" aria-labelledby="deadline">
      <h2 id="deadline">{t("content.deadline")}</h2>
      <Tried calendar={at} minutes={minutes}>
        <Entry label={t("content.minutes")}>
          {(id) => (
            <InputNumber
              id={id}
              min={1}
              max={1_000_000}
              precision={0}
              value={minutes}
              onChange={(given) => setMinutes(given ?? BEGIN)}
            />
          )}
        </Entry>
      </Tried>
    </section>
  );
}

interface Row {
  process: string;
  clock: string;
  priority: string;
  minutes: number;
}

export function AgreementDeadline({ record }: PanelProps) {
  const t = useText();
  const { calendar, targets } = record.fields;
  const rows = (Array.isArray(targets) ? targets : []) as unknown as Row[];
  const [chosen, setChosen] = useState(0);
  const row = rows[chosen] ?? rows[0];
  if (!row) return null;
  return (
    <section className="deadline" aria-labelledby="deadline">
      <h2 id="deadline">{t("content.deadline")}</h2>
      {isReference(calendar) ? (
        <Tried calendar={calendar} minutes={row.minutes}>
          <Entry label={t("content.target")}>
            {(id) => (
              <Select
                id={id}
                value={chosen}
                showSearch={{ optionFilterProp: "label" }}
                options={rows.map((one, value) => ({ value, label: <RowName row={one} record={record} /> }))}
                onChange={setChosen}
              />
            )}
          </Entry>
        </Tried>
      ) : (
        <p className="quiet">{t("content.around_the_clock")}</p>
      )}
    </section>
  );
}

function RowName({ row, record }: { row: Row; record: YuhengRecord }) {
  const t = useText();
  const label = useLabel();
  const process = useProcess(row.process);
  const own = useProcess(record.process);
  const clock = process?.clocks.find(({ id }) => id === row.clock);
  const columns = own?.fields.find(({ id }) => id === "targets")?.columns ?? [];
  const priority = columns.find(({ id }) => id === "priority")?.options?.find(({ id }) => id === row.priority);
  return (
    <>
      {[label(process?.label, row.process), label(clock?.label, row.clock), label(priority?.label, row.priority)].join(
        " · ",
      )}
      {" · "}
      {t("content.of_minutes", { n: row.minutes })}
    </>
  );
}

interface TriedProps {
  calendar: Pick<Reference, "process" | "number">;
  minutes: number;
  children: React.ReactNode;
}

/** From which moment, what is counted, and when it ends. */
function Tried({ calendar, minutes, children }: TriedProps) {
  const t = useText();
  const [start, setStart] = useState(() => new Date().toISOString());
  const isMoment = !Number.isNaN(Date.parse(start));
  const found = useDeadline(calendar.process, isMoment ? calendar.number : undefined, start, minutes);
  return (
    <>
      <div className="deadline-asking">
        <Entry label={t("content.start")}>
          {(id) => (
            <DateInput
              id={id}
              aria-label={t("content.start")}
              isMoment
              value={start}
              onChange={(value) => setStart(String(value ?? ""))}
            />
          )}
        </Entry>
        {children}
      </div>
      {found.isPending && isMoment ? <Shape rows={2} /> : null}
      {found.isError ? <Trouble error={found.error} retry={() => void found.refetch()} /> : null}
      {found.data ? <Ends deadline={found.data} /> : null}
    </>
  );
}

function Ends({ deadline }: { deadline: NonNullable<ReturnType<typeof useDeadline>["data"]> }) {
  const t = useText();
  const label = useLabel();
  return (
    <div aria-live="polite">
      <p className="deadline-ends">
        {deadline.due_at ? t("content.ends", { at: moment(deadline.due_at) }) : t("content.never_ends")}
      </p>
      {deadline.missing_years.length > 0 ? (
        <p className="holidays-missing" role="note">
          {t("content.holidays_missing", { years: deadline.missing_years.join(t("content.and")) })}
        </p>
      ) : null}
      <ul className="plain deadline-pieces">
        {deadline.pieces.map((piece) => (
          <li key={piece.from} className={piece.counted ? undefined : "quiet"}>
            <span className="figure">
              {t("content.stretch", { from: moment(piece.from), until: moment(piece.until) })}
            </span>{" "}
            {piece.counted ? t("content.counts") : t("content.does_not_count", { why: label(piece.why) })}
          </li>
        ))}
      </ul>
    </div>
  );
}
