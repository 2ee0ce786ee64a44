// One field of a record: its text, or its editor.

import { Button, Popover } from "antd";
import { useState } from "react";
import { isOwnDoing, type RecordAddress, useHistory } from "../api/record";
import type { Field, Process, YuhengRecord } from "../api/wire";
import { ValuesAround } from "../content/around";
import { FoldedFieldText } from "../field/FieldText";
import { EditIcon, LockIcon } from "../look/icon";
import { useLabel, useText } from "../text/language";
import { FieldEditor } from "./FieldEditor";
import { useFlash } from "./flash";
import { isEditable } from "./offers";
import { Versions } from "./Versions";
import { versionsOf } from "./version";

interface FieldCellProps {
  at: RecordAddress;
  process: Process;
  field: Field;
  record: YuhengRecord;
  editing: boolean;
  onEdit: (isEdited: boolean) => void;
}

export function FieldCell({ at, process, field, record, editing, onEdit }: FieldCellProps) {
  const t = useText();
  const label = useLabel();
  const name = label(field.label, field.id);
  const value = record.fields[field.id];
  const came = useFlash(value, isOwnDoing(record));
  const editable = isEditable(record, field.id);
  const kept = record.kept.find((it) => it.field === field.id);
  return (
    <div className="cell" data-field={field.id} {...came}>
      <dt>
        {name}
        {field.internal ? <LockIcon className="internal" label={t("field.internal")} /> : null}
        {field.withdrawn ? <span className="withdrawn">{t("field.withdrawn")}</span> : null}
        {field.kind === "long_text" ? <CompareVersions at={at} process={process} field={field} /> : null}
      </dt>
      <dd>
        {editing ? (
          <FieldEditor at={at} process={process} field={field} record={record} onClose={() => onEdit(false)} />
        ) : (
          <>
            <ValuesAround value={record.fields}>
              <FoldedFieldText process={process} field={field} value={value} />
            </ValuesAround>
            {editable ? (
              <Button
                type="text"
                size="small"
                className="edit"
                icon={<EditIcon />}
                aria-label={t("record.edit", { field: name })}
                onClick={() => onEdit(true)}
              />
            ) : null}
            {kept ? <Kept name={t("record.edit", { field: name })} why={label(kept.text)} /> : null}
          </>
        )}
      </dd>
    </div>
  );
}

/** A field that what has happened with the record keeps as it is, and why. */
function Kept({ name, why }: { name: string; why: string }) {
  return (
    <Popover content={<span className="why">{why}</span>} trigger={["hover", "focus", "click"]}>
      <Button
        type="text"
        size="small"
        className="edit denied"
        icon={<EditIcon />}
        aria-label={name}
        aria-disabled="true"
        aria-description={why}
      />
    </Popover>
  );
}

/** Leads from a text to its versions, if it has several. */
function CompareVersions({ at, process, field }: Pick<FieldCellProps, "at" | "process" | "field">) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const history = useHistory(at);
  const entries = history.data?.pages.flatMap((page) => page.items) ?? [];
  if (!history.hasNextPage && versionsOf(entries, process, field.id).length < 2) return null;
  return (
    <>
      <Button type="link" size="small" className="compare" onClick={() => setOpen(true)}>
        {t("record.compare_versions")}
      </Button>
      {open ? <Versions at={at} process={process} field={field} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
