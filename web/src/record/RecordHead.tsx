// The head of a record: number, state, title, who opened it and when, and what can be done.

import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { fieldOf } from "../api/definitions";
import type { RecordAddress } from "../api/record";
import type { Process, YuhengRecord } from "../api/wire";
import { WhyButton } from "../audit/WhyButton";
import { AwayMark } from "../away/AwayMark";
import { useTitleOf } from "../field/named";
import { CheckIcon, EditIcon } from "../look/icon";
import { State } from "../look/State";
import { useOffers } from "../palette/offer";
import { PrintButton } from "../print/PrintButton";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { moment } from "../text/time";
import { WatchButton } from "../work/WatchButton";
import { FieldEditor } from "./FieldEditor";
import { editOf, isEditable } from "./offers";

interface RecordHeadProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
  children: ReactNode;
}

export function RecordHead({ at, process, record, children }: RecordHeadProps) {
  const t = useText();
  const label = useLabel();
  return (
    <header className="record-head">
      <div className="record-line">
        <span className="quiet">{label(process.label)}</span>
        <span className="number">{record.number}</span>
        <State process={process} id={record.state} />
        {process.counted.map(({ from, progress }) =>
          record.fields[progress] ? (
            <a
              key={from}
              className="checked figure"
              href={`#${from}`}
              aria-label={t("record.checked", { progress: String(record.fields[progress]) })}
            >
              <CheckIcon /> {String(record.fields[progress])}
            </a>
          ) : null,
        )}
        {process.content === "person" ? <AwayMark person={record.id} /> : null}
        {record.is_void ? (
          <span className="sign late">
            {record.voided ? t("record.voided", { reason: record.voided }) : t("record.void")}
          </span>
        ) : null}
        <span className="quiet opened">
          {record.opened_by ? <RecordLink to={record.opened_by} /> : null}{" "}
          {t("record.opened", { at: moment(record.opened_at) })}
        </span>
        <span className="head-end">
          <WhyButton at={at} />
          <WatchButton record={record} />
          <PrintButton at={at} process={process} record={record} />
        </span>
      </div>
      <Title at={at} process={process} record={record} />
      {children}
    </header>
  );
}

function Title({ at, process, record }: Omit<RecordHeadProps, "children">) {
  const t = useText();
  const label = useLabel();
  const titleOf = useTitleOf();
  const [editing, setEditing] = useState(false);
  const field = fieldOf(process, process.title);
  const editable = field && isEditable(record, field.id);
  const edit = () => setEditing(true);
  useOffers([editable ? { ...editOf(record, field), kind: "act", key: "e", run: edit } : undefined]);
  if (field && editing)
    return <FieldEditor at={at} process={process} field={field} record={record} onClose={() => setEditing(false)} />;
  return (
    <div className="record-title cell">
      <h1>{titleOf(record)}</h1>
      {editable ? (
        <Button
          type="text"
          size="small"
          className="edit"
          icon={<EditIcon />}
          aria-label={t("record.edit", { field: label(field.label) })}
          onClick={edit}
        />
      ) : null}
    </div>
  );
}
