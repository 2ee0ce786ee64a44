// The editor of one field. Somebody else's change in between is shown beside one's own; nothing is lost.
import { Button } from "antd";
import { type KeyboardEvent, useState } from "react";
import { Refusal } from "../api/client";
import { type RecordAddress, useChanges, useReadAgain } from "../api/record";
import type { Field, Process, TableRow, YuhengRecord } from "../api/wire";
import { ValuesAround } from "../content/around";
import { useContentParts } from "../content/context";
import { FieldInput } from "../field/FieldInput";
import { same, toInput } from "../field/value";
import { FormContext, faultsOf } from "../form/context";
import { isQuestions } from "../form/shape";
import { Fault } from "../look/Fault";
import { useText } from "../text/language";
import { Conflict } from "./Conflict";
import { useUnsaved } from "./unsaved";

export function FieldEditor({
  at,
  process,
  field,
  record,
  onClose: close,
}: {
  at: RecordAddress;
  process: Process;
  field: Field;
  record: YuhengRecord;
  onClose: () => void;
}) {
  const t = useText();
  const { Preview } = useContentParts();
  const { update } = useChanges(at);
  const unsaved = useUnsaved(at, field, record);
  const { base, value } = unsaved;
  const readAgain = useReadAgain(at);
  const [theirs, setTheirs] = useState(unsaved.isOvertaken ? record : undefined);
  const refusal = update.error instanceof Refusal ? update.error : undefined;
  const onClose = () => {
    unsaved.forget();
    close();
  };
  const around = { ...record.fields, [field.id]: value };
  const save = async (version: number) => {
    if (same(base.value, value) && !theirs) return onClose();
    try {
      await update.mutateAsync({ fields: { [field.id]: toInput(value) }, version });
      onClose();
    } catch (error) {
      if (error instanceof Refusal && error.status === 412) setTheirs(await readAgain().catch(() => undefined));
    }
  };
  const press = (event: KeyboardEvent) => {
    // A long text takes long to write: a key pressed by mistake does not throw it away.
    const isLong = field.kind === "long_text" || field.kind === "table";
    if (event.key === "Escape") return isLong && !same(base.value, value) ? undefined : onClose();
    if (
      event.key === "Enter" &&
      (field.kind !== "long_text" || event.ctrlKey || event.metaKey) &&
      !event.nativeEvent.isComposing
    ) {
      if (field.kind === "text" || field.kind === "long_text" || field.kind === "integer") void save(base.version);
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the control inside
    <div className="editor" onKeyDown={press}>
      {unsaved.since === undefined ? null : (
        <p className="taken-up" role="status">
          {unsaved.since === record.version
            ? t("form.unsaved")
            : t("form.unsaved_since", { begun: unsaved.since, now: record.version })}
          <Button size="small" type="link" onClick={onClose}>
            {t("form.discard")}
          </Button>
        </p>
      )}
      <FormContext value={{ questions: formOf(process, record), faults: faultsOf(refusal?.problem.fields) }}>
        <ValuesAround value={around}>
          <FieldInput field={field} value={value} onChange={unsaved.change} invalid={Boolean(refusal)} autoFocus />
        </ValuesAround>
      </FormContext>
      {Preview?.of.includes(field.id) && !same(base.value, value) ? <Preview.Shown values={around} /> : null}
      {theirs ? (
        <Conflict
          field={field}
          mine={value}
          theirs={theirs.fields[field.id]}
          onKeep={() => void save(theirs.version)}
          onTake={onClose}
        />
      ) : (
        <div className="editor-end">
          <Button type="primary" size="small" loading={update.isPending} onClick={() => void save(base.version)}>
            {t("record.save")}
          </Button>
          <Button size="small" onClick={onClose}>
            {t("record.cancel")}
          </Button>
        </div>
      )}
      {refusal && !theirs ? <Fault error={refusal} said={refusal.at(field.id)} /> : null}
    </div>
  );
}

/** The form that the record was opened with. */
function formOf(process: Process, record: YuhengRecord): TableRow[] {
  const form = process.fields.find((field) => field.derived && isQuestions(field));
  const rows = form ? record.fields[form.id] : undefined;
  return Array.isArray(rows) ? rows : [];
}
