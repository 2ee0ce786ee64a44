// A condition in words.
import { fieldOf, stateOf } from "../api/definitions";
import { useRecordById } from "../api/records";
import type { Process } from "../api/wire";
import { FieldText } from "../field/FieldText";
import { useLabel, useText } from "../text/language";
import { moment } from "../text/time";
import { useColumnLabel } from "./column";
import { type Condition, kindOf, SHARED } from "./condition";
import { ACTOR_TEXT, OPERATOR_TEXT } from "./operator";

export function ConditionText({ process, condition }: { process: Process; condition: Condition }) {
  const t = useText();
  const columnLabel = useColumnLabel(process);
  // What is or is not so is said without a comparison.
  if (kindOf(process, condition.field) === "boolean" && condition.value === "true") {
    return <strong>{columnLabel(condition.field)}</strong>;
  }
  return (
    <span>
      {columnLabel(condition.field)} <em>{t(OPERATOR_TEXT[condition.operator])}</em>{" "}
      {condition.actor ? <strong>{t(ACTOR_TEXT[condition.actor])}</strong> : null}
      {condition.value === undefined ? null : (
        <ConditionValue process={process} field={condition.field} value={condition.value} />
      )}
    </span>
  );
}

function ConditionValue({ process, field: id, value }: { process: Process; field: string; value: string }) {
  const t = useText();
  const label = useLabel();
  const field = fieldOf(process, id);
  const to = field?.kind === "reference" ? (field.to ?? []) : [];
  const record = useRecordById(to, value);
  if (to.length > 0) return <strong>{record?.title ?? record?.number ?? "…"}</strong>;
  if (!field && SHARED[id] === "timestamp") return <strong>{moment(value)}</strong>;
  if (!field && SHARED[id] === "boolean") return <strong>{t(value === "true" ? "field.yes" : "field.no")}</strong>;
  if (!field) return <strong>{label(stateOf(process, value)?.label, value)}</strong>;
  return (
    <strong>
      <FieldText field={field} value={field.kind === "boolean" ? value === "true" : value} />
    </strong>
  );
}
