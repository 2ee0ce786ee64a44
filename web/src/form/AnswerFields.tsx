// A form as it is filled in: its questions one under the other, those that a condition hides left out.
import { useContext } from "react";
import type { Field, TableRow } from "../api/wire";
import { FieldRow } from "../field/FieldRow";
import { inBoth, useText } from "../text/language";
import { answered, answersNow } from "./aside";
import { FormContext } from "./context";
import { asked, askedAs, putAs } from "./question";

const YES = inBoth("field.yes");
const NO = inBoth("field.no");

interface AnswerFieldsProps {
  field: Field;
  rows: TableRow[];
  onChange: (rows: TableRow[]) => void;
}

export function AnswerFields({ field: table, rows, onChange }: AnswerFieldsProps) {
  const t = useText();
  const { questions, faults } = useContext(FormContext);
  const answers = answersNow(questions, rows);
  if (questions.length === 0) return <p className="quiet">{t("form.nothing_asked")}</p>;
  return (
    <div className="form-grid answer-fields">
      {asked(questions, answers).map((field) => (
        <FieldRow
          key={field.id}
          field={askedAs(field, YES, NO)}
          value={putAs(field, answers[field.id])}
          required={field.required}
          fault={faults[`${table.id}.${field.id}`]}
          onChange={(value) => onChange(answered(questions, rows, field.id, value))}
        />
      ))}
    </div>
  );
}
