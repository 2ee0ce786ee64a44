// The fields of a record, read as text; a click on one that may be changed makes it an editor.
import { Button } from "antd";
import { useState } from "react";
import type { RecordAddress } from "../api/record";
import type { Process, YuhengRecord } from "../api/wire";
import { isEmpty, isWide } from "../field/value";
import { useText } from "../text/language";
import { FieldCell } from "./FieldCell";

export function FieldSheet({ at, process, record }: { at: RecordAddress; process: Process; record: YuhengRecord }) {
  const t = useText();
  const [all, setAll] = useState(false);
  const shared = process.fields.filter((field) => field.id !== process.title || record.editable.includes(field.id));
  const isShown = (id: string) => all || !isEmpty(record.fields[id]);
  const shown = shared.filter((field) => isShown(field.id));
  const hidden = shared.length - shown.length;
  const sorted = [...shown.filter((field) => !isWide(field)), ...shown.filter(isWide)];
  return (
    <section className="field-sheet" aria-label={t("record.fields")}>
      <dl>
        {sorted.map((field) => (
          <FieldCell key={field.id} at={at} field={field} record={record} />
        ))}
      </dl>
      {hidden > 0 || all ? (
        <Button type="link" size="small" onClick={() => setAll(!all)}>
          {all ? t("record.fewer_fields") : t("record.empty_fields", { n: hidden })}
        </Button>
      ) : null}
    </section>
  );
}
