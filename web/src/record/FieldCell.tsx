// One field of a record: its text, or its editor.

import { Button } from "antd";
import { useState } from "react";
import type { RecordAddress } from "../api/record";
import type { Field, YuhengRecord } from "../api/wire";
import { FieldText } from "../field/FieldText";
import { EditIcon, LockIcon } from "../look/icon";
import { useLabel, useText } from "../text/language";
import { FieldEditor } from "./FieldEditor";

export function FieldCell({ at, field, record }: { at: RecordAddress; field: Field; record: YuhengRecord }) {
  const t = useText();
  const label = useLabel();
  const [editing, setEditing] = useState(false);
  const name = label(field.label, field.id);
  const value = record.fields[field.id];
  const editable = record.editable.includes(field.id);
  return (
    <div className="cell" data-field={field.id}>
      <dt>
        {name}
        {field.internal ? <LockIcon className="internal" label={t("field.internal")} /> : null}
      </dt>
      <dd>
        {editing ? (
          <FieldEditor at={at} field={field} record={record} onClose={() => setEditing(false)} />
        ) : (
          <>
            <FieldText field={field} value={value} />
            {editable ? (
              <Button
                type="text"
                size="small"
                className="edit"
                icon={<EditIcon />}
                aria-label={t("record.edit", { field: name })}
                onClick={() => setEditing(true)}
              />
            ) : null}
          </>
        )}
      </dd>
    </div>
  );
}
