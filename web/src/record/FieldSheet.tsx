// The fields of a record, read as text; a click on one that may be changed makes it an editor. Long texts and tables
// stand in the middle, the short ones beside the record.
import { Button } from "antd";
import { useState } from "react";
import type { RecordAddress } from "../api/record";
import type { Process, YuhengRecord } from "../api/wire";
import { isEmpty, isWide } from "../field/value";
import { Section } from "../pane/Section";
import { useText } from "../text/language";
import { isTallied } from "./counts";
import { FieldCell } from "./FieldCell";

interface FieldSheetProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
  part: "long" | "short";
}

export function FieldSheet({ at, process, record, part }: FieldSheetProps) {
  const t = useText();
  const [all, setAll] = useState(false);
  const fields = process.fields.filter(
    (field) => field.id !== process.title && isWide(field) === (part === "long") && !isTallied(process, field.id),
  );
  const shown = fields.filter((field) => all || !isEmpty(record.fields[field.id]));
  const hidden = fields.length - fields.filter((field) => !isEmpty(record.fields[field.id])).length;
  if (fields.length === 0) return null;
  const title = t(part === "long" ? "record.texts" : "record.fields");
  const body = (
    <>
      {shown.length > 0 ? (
        <dl>
          {shown.map((field) => (
            <FieldCell key={field.id} at={at} process={process} field={field} record={record} />
          ))}
        </dl>
      ) : null}
      {hidden > 0 ? (
        <Button type="link" size="small" className="fold-fields" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t("record.fewer_fields") : t("record.empty_fields", { n: hidden })}
        </Button>
      ) : null}
    </>
  );
  if (part === "short") {
    return (
      <Section id="fields" title={title} className="field-sheet short">
        {body}
      </Section>
    );
  }
  return (
    <section className="field-sheet long" aria-label={title}>
      {body}
    </section>
  );
}
