// The fields of a record, read as text; a click on one that may be changed makes it an editor. Long texts and tables
// stand in the middle, the short ones beside the record.
import { Button } from "antd";
import { useState } from "react";
import { useMe } from "../api/account";
import type { RecordAddress } from "../api/record";
import type { Field, Process, YuhengRecord } from "../api/wire";
import { isEmpty, isWide } from "../field/value";
import { isQuestions } from "../form/shape";
import { useOffers } from "../palette/offer";
import { Section } from "../pane/Section";
import { useText } from "../text/language";
import { isCountedUp, isTallied } from "./counts";
import { FieldCell } from "./FieldCell";
import { editOf, givenBy, isEditable } from "./offers";
import { hasUnsaved } from "./unsaved";

interface FieldSheetProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
  part: "long" | "short";
}

export function FieldSheet({ at, process, record, part }: FieldSheetProps) {
  const t = useText();
  const writer = useMe().data?.id ?? "";
  const [all, setAll] = useState(false);
  const fields = process.fields.filter(
    (field) =>
      field.id !== process.title &&
      isWide(field) === (part === "long") &&
      !isTallied(process, field.id) &&
      // Of what was withdrawn only what it holds is there.
      !(field.withdrawn && isEmpty(record.fields[field.id])) &&
      // The form that was answered is read in its answers.
      !(field.derived && isQuestions(field)) &&
      !isCountedUp(process, field.id),
  );
  const [editing, setEditing] = useState<string[]>(() =>
    // What was left unsaved is open again.
    fields.filter((field) => isEditable(record, field.id) && hasUnsaved(writer, at, field)).map(({ id }) => id),
  );
  const isShown = (field: Field) => all || editing.includes(field.id) || !isEmpty(record.fields[field.id]);
  const shown = fields.filter(isShown);
  const turn = (field: string, isEdited: boolean) =>
    setEditing((before) => [...before.filter((one) => one !== field), ...(isEdited ? [field] : [])]);
  const given = givenBy(record);
  useOffers(
    fields.map((field) => {
      const offer = editOf(record, field);
      if (!isEditable(record, field.id)) return undefined;
      return { ...offer, kind: "field", key: offer.id === given ? "a" : undefined, run: () => turn(field.id, true) };
    }),
  );
  const hidden = fields.length - fields.filter((field) => !isEmpty(record.fields[field.id])).length;
  if (fields.length === 0) return null;
  const title = t(part === "long" ? "record.texts" : "record.fields");
  const body = (
    <>
      {shown.length > 0 ? (
        <dl>
          {shown.map((field) => (
            <FieldCell
              key={field.id}
              at={at}
              process={process}
              field={field}
              record={record}
              editing={editing.includes(field.id)}
              onEdit={(isEdited) => turn(field.id, isEdited)}
            />
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
      <Section id="fields" title={title} isHeld={editing.length > 0} className="field-sheet short">
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
