// One record becomes two: what the second begins with, out of which words, and which files go along.
import { Checkbox, Select } from "antd";
import { useId, useState } from "react";
import { Refusal } from "../api/client";
import { fieldOf } from "../api/definitions";
import { useOnce } from "../api/once";
import { type RecordAddress, useAttachments, useChanges, useHistory } from "../api/record";
import type { Action, Entry, Field, Fields, Process, Value, YuhengRecord } from "../api/wire";
import { FieldRow } from "../field/FieldRow";
import { focusFirstFault } from "../field/fault";
import { changed } from "../field/value";
import { Dialog } from "../look/Dialog";
import { DialogForm } from "../look/DialogForm";
import { Fault } from "../look/Fault";
import { useText } from "../text/language";
import { moment } from "../text/time";

interface SplitDialogProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
  action: Action;
  onSplit: (number: string) => void;
  onClose: () => void;
}

export function SplitDialog({ at, process, record, action, onSplit, onClose }: SplitDialogProps) {
  const t = useText();
  const id = useId();
  const [values, setValues] = useState<Fields>({});
  const [files, setFiles] = useState<string[]>([]);
  const [error, setError] = useState<unknown>();
  const { split } = useChanges(at);
  const own = useAttachments(at).data?.items ?? [];
  const said = useSaid(at);
  const isField = (field: Field | undefined): field is Field => field !== undefined;
  const fields = action.asks.map((field) => fieldOf(process, field)).filter(isField);
  const words = fields.find(({ kind }) => kind === "long_text");
  const refusal = error instanceof Refusal ? error : undefined;
  const enter = (field: string, value: Value) => setValues((before) => ({ ...before, [field]: value }));
  const submit = useOnce(async () => {
    setError(undefined);
    try {
      const written = await split.mutateAsync({ fields: changed(record.fields, values), files });
      if (written) onSplit(written.number);
    } catch (failure) {
      setError(failure);
      setTimeout(focusFirstFault);
    }
  });
  return (
    <Dialog
      open
      title={t("merge.split_title", { number: record.number })}
      width={640}
      okText={t("merge.do_split")}
      cancelText={t("record.go_back")}
      confirmLoading={submit.isBusy}
      onOk={() => submit.run()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <DialogForm onSubmit={() => submit.run()}>
        <p className="quiet">{t("merge.split_what")}</p>
        {words && said.length > 0 ? (
          <div className="field-row wide">
            <label htmlFor={id}>{t("merge.from_comment")}</label>
            <Select
              id={id}
              allowClear
              aria-label={t("merge.from_comment")}
              placeholder={t("merge.from_none")}
              options={said.map((entry) => ({
                value: entry.n,
                label: `${moment(entry.at)} ${entry.actor?.title ?? ""}：${entry.comment?.body ?? ""}`,
              }))}
              onChange={(n?: number) => {
                const body = said.find((entry) => entry.n === n)?.comment?.body;
                enter(words.id, body ?? record.fields[words.id]);
              }}
            />
          </div>
        ) : null}
        {fields.map((field) => (
          <FieldRow
            key={field.id}
            field={field}
            required={field.required}
            value={field.id in values ? values[field.id] : record.fields[field.id]}
            fault={refusal?.at(field.id)}
            onChange={(value) => enter(field.id, value)}
          />
        ))}
        {own.length > 0 ? (
          <fieldset className="field-row wide">
            <legend>{t("merge.files")}</legend>
            <Checkbox.Group
              value={files}
              options={own.map((file) => ({ value: file.id, label: file.name }))}
              onChange={setFiles}
            />
          </fieldset>
        ) : null}
        <Fault error={error} />
      </DialogForm>
    </Dialog>
  );
}

/** What was said on the record to all who see it, the newest first. */
function useSaid(at: RecordAddress): Entry[] {
  const entries = useHistory(at).data?.pages.flatMap((page) => page.items) ?? [];
  return entries.filter((entry) => entry.comment?.audience === "public").sort((a, b) => b.n - a.n);
}
