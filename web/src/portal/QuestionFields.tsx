// One question: its fields in plain words, with controls that a thumb can hit.
import { Input } from "antd";
import { useContext, useId } from "react";
import type { Field, Fields, Value } from "../api/wire";
import { FieldInput } from "../field/FieldInput";
import { Length } from "../field/Length";
import { answered, answersNow } from "../form/aside";
import { FormContext } from "../form/context";
import { asked, askedAs, putAs } from "../form/question";
import { isAnswers } from "../form/shape";
import { inBoth, useLabel, useText } from "../text/language";
import { Choices } from "./Choices";
import type { Question } from "./question";
import type { Faults } from "./send";
import { Targets } from "./Targets";

const YES = inBoth("field.yes");
const NO = inBoth("field.no");

export interface Given {
  values: Fields;
  faults: Faults;
  set: (field: string, value: Value) => void;
}

export function QuestionFields({ question, ...given }: { question: Question } & Given) {
  return question.fields.map((field, index) =>
    isAnswers(field) ? (
      <AnswerQuestions key={field.id} table={field} {...given} />
    ) : (
      <QuestionField key={field.id} field={field} isFirst={index === 0} {...given} />
    ),
  );
}

/** The form of what is ordered: its questions one under the other, those that a condition hides left out. */
function AnswerQuestions({ table, values, faults, set }: { table: Field } & Given) {
  const { questions } = useContext(FormContext);
  const rows = values[table.id];
  const answers = answersNow(questions, rows);
  const shown = asked(questions, answers);
  const put = Object.fromEntries(shown.map((field) => [field.id, putAs(field, answers[field.id])]));
  const start = `${table.id}.`;
  const own = Object.entries(faults).filter(([path]) => path.startsWith(start));
  return shown.map((field, index) => (
    <QuestionField
      key={field.id}
      field={askedAs(field, YES, NO)}
      isFirst={index === 0}
      values={put}
      faults={Object.fromEntries(own.map(([path, message]) => [path.slice(start.length), message]))}
      set={(question, value) => set(table.id, answered(questions, rows, question, value))}
    />
  ));
}

export function QuestionField({ field, isFirst, values, faults, set }: { field: Field; isFirst: boolean } & Given) {
  const t = useText();
  const label = useLabel();
  const id = useId();
  const fault = faults[field.id];
  const help = label(field.help);
  const asked = label(field.ask ?? field.label, field.id);
  const isGroup = field.kind === "choice" || field.kind === "reference";
  const optional = field.required ? null : <span className="optional">{t("portal.optional")}</span>;
  const control = (
    <QuestionControl
      field={field}
      id={id}
      name={asked}
      describedBy={fault || help ? `${id}-note` : undefined}
      fault={fault}
      value={values[field.id]}
      onChange={(value) => set(field.id, value)}
    />
  );
  const note =
    fault || help ? (
      <p id={`${id}-note`} className={fault ? "fault" : "help"} role={fault ? "alert" : undefined}>
        {fault ?? help}
      </p>
    ) : null;
  const Heading = isFirst ? "h1" : "h2";
  if (isGroup) {
    return (
      <fieldset className="question" data-field={field.id} data-fault={fault ? true : undefined}>
        <legend>
          <Heading>
            {asked}
            {optional}
          </Heading>
        </legend>
        {note}
        {control}
      </fieldset>
    );
  }
  return (
    <div className="question" data-field={field.id}>
      <Heading>
        <label htmlFor={id}>{asked}</label>
        {optional}
      </Heading>
      {note}
      {control}
    </div>
  );
}

interface ControlProps {
  field: Field;
  id: string;
  name: string;
  describedBy: string | undefined;
  fault: string | undefined;
  value: Value;
  onChange: (value: Value) => void;
}

function QuestionControl({ field, id, name, describedBy, fault, value, onChange }: ControlProps) {
  const text = typeof value === "string" ? value : "";
  const common = { id, "aria-describedby": describedBy, "aria-invalid": fault ? true : undefined };
  const status = fault ? ("error" as const) : undefined;
  switch (field.kind) {
    case "text":
      return (
        <>
          <Input {...common} status={status} value={text} onChange={(event) => onChange(event.target.value)} />
          <Length max={field.max} text={text} />
        </>
      );
    case "long_text":
      return (
        <>
          <Input.TextArea
            {...common}
            status={status}
            autoSize={{ minRows: 4, maxRows: 14 }}
            value={text}
            onChange={(event) => onChange(event.target.value)}
          />
          <Length max={field.max} text={text} />
        </>
      );
    case "date":
      return (
        <input
          {...common}
          className="date"
          type="date"
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case "choice":
      return <Choices name={id} field={field} value={text} onChange={onChange} />;
    case "reference":
      return <Targets id={id} label={name} field={field} value={value} onChange={onChange} />;
    default:
      return (
        <FieldInput
          field={field}
          id={id}
          value={value}
          describedBy={describedBy}
          invalid={Boolean(fault)}
          onChange={onChange}
        />
      );
  }
}
