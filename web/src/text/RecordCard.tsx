// What a record is, on a card: its number and state, what it is called, who has it, until when.
import { useNumber } from "../api/number";
import type { Process } from "../api/wire";
import { useTitleOf } from "../field/named";
import { isReference } from "../field/value";
import { Until } from "../look/Due";
import { RecordState } from "../look/State";
import { Shape } from "../look/Wait";
import { useLabel, useText } from "./language";

export function RecordCard({ process, number }: { process: Process; number: string }) {
  const t = useText();
  const label = useLabel();
  const titleOf = useTitleOf();
  const found = useNumber(number, true);
  const record = found.data;
  if (found.isPending) return <Shape rows={2} />;
  if (!record) return <p className="record-card quiet">{t("pane.no_such_number", { number })}</p>;
  const { assignee } = record.fields;
  return (
    <div className="record-card">
      <div className="record-line">
        <span className="quiet">{label(process.label)}</span>
        <span className="number">{record.number}</span>
        <RecordState process={process} record={record} />
      </div>
      <strong>{titleOf(record)}</strong>
      <div className="record-line quiet">
        {isReference(assignee) ? <span>{assignee.title}</span> : null}
        <Until record={record} />
      </div>
    </div>
  );
}
