// What was answered, with the words of its questions: those it was kept with, or of the form that is being filled in.
import { useContext } from "react";
import type { TableRow } from "../api/wire";
import { FieldText } from "../field/FieldText";
import { LinkedText } from "../text/LinkedText";
import { useLabel } from "../text/language";
import { answersNow } from "./aside";
import { FormContext } from "./context";
import { asked, typed } from "./question";

export function AnswersText({ rows }: { rows: TableRow[] }) {
  const label = useLabel();
  const { questions } = useContext(FormContext);
  const isKept = questions.length === 0 && rows.every((row) => row.zh);
  const answers = answersNow(questions, rows);
  const given = asked(questions, answers).filter(({ id }) => answers[id] !== undefined);
  return (
    <dl className="answers">
      {isKept
        ? rows.map((row) => (
            <div key={String(row.question)}>
              <dt>{label({ zh: String(row.zh), en: String(row.en ?? "") })}</dt>
              <dd>
                <LinkedText text={label({ zh: String(row.shown_zh ?? ""), en: String(row.shown_en ?? "") })} />
              </dd>
            </div>
          ))
        : given.map((field) => (
            <div key={field.id}>
              <dt>{label(field.label, field.id)}</dt>
              <dd>
                <FieldText field={field} value={typed(field, answers[field.id])} />
              </dd>
            </div>
          ))}
    </dl>
  );
}
