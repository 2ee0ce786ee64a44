// The head of a record: number, state, title, who opened it and when, and what can be done.
import type { ReactNode } from "react";
import type { Process, YuhengRecord } from "../api/wire";
import { State } from "../look/State";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { moment } from "../text/time";

export function RecordHead({
  process,
  record,
  children,
}: {
  process: Process;
  record: YuhengRecord;
  children: ReactNode;
}) {
  const t = useText();
  const label = useLabel();
  return (
    <header className="record-head">
      <div className="record-line">
        <span className="quiet">{label(process.label)}</span>
        <span className="number">{record.number}</span>
        <State process={process} id={record.state} />
        {record.voided ? <span className="sign late">{t("record.voided", { reason: record.voided })}</span> : null}
        <span className="quiet opened">
          {record.opened_by ? <RecordLink to={record.opened_by} /> : null}{" "}
          {t("record.opened", { at: moment(record.opened_at) })}
        </span>
      </div>
      <h1>{record.title}</h1>
      {children}
    </header>
  );
}
