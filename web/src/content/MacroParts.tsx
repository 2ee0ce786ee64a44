// How a macro says what it does: the process, fields and steps by their labels, and each value in the control of its field. What is
// kept are ids, numbers, and the words `actor`, `today` and `now`.
import { Button, Input } from "antd";
import { useContext } from "react";
import { fieldOf, ofContent, useDefinitions, useProcess } from "../api/definitions";
import { useNumber } from "../api/number";
import type { Field, Process, Reference } from "../api/wire";
import { useMacrosOf } from "../api/words";
import { FieldInput } from "../field/FieldInput";
import { isReference } from "../field/value";
import { LinkedText } from "../text/LinkedText";
import { useLabel, useText } from "../text/language";
import { RowAround, ValuesAround } from "./around";
import { PartPicker } from "./DutyParts";
import type { EditorProps, PanelProps } from "./registry";
import "./macro.css";

/** The processes on whose records macros run. */
export function RecordsOfEditor(props: EditorProps) {
  const { processes } = useDefinitions();
  return <PartPicker {...props} parts={processes.filter(({ may }) => may.macros)} />;
}

export function ListedReader({ text }: { text: string }) {
  const label = useLabel();
  return <span>{label(useProcess(text)?.label, text)}</span>;
}

/** The process that the macro is for, and what the row around does. */
function useRow(): { of: Process | undefined; action: unknown; target: string } {
  const { records_of } = useContext(ValuesAround);
  const { action, target } = useContext(RowAround);
  const of = useProcess(typeof records_of === "string" ? records_of : "");
  return { of, action, target: typeof target === "string" ? target : "" };
}

const isSet = (field: Field) => !field.derived && field.kind !== "table";

/** Where a row does not need it, it says nothing. */
const None = () => <span className="absent">—</span>;

export function TargetEditor(props: EditorProps) {
  const { of, action } = useRow();
  if (action === "set") return <PartPicker {...props} parts={of?.fields.filter(isSet) ?? []} />;
  if (action === "step") return <PartPicker {...props} parts={of?.transitions ?? []} />;
  return <None />;
}

export function TargetReader({ text }: { text: string }) {
  const label = useLabel();
  const { of, action } = useRow();
  const step = of?.transitions.find(({ id }) => id === text);
  return <span>{label(action === "step" ? step?.label : of && fieldOf(of, text)?.label, text)}</span>;
}

const WORDS: { [word: string]: string } = {
  actor: "content.macro_actor",
  today: "content.macro_today",
  now: "content.macro_now",
};

/** The word that stands for whoever runs it, or for then, in a field of this kind. */
const wordOf = (field: Field) => ({ reference: "actor", date: "today", timestamp: "now" })[field.kind as string];

export function ValueEditor({ value, onChange, ...common }: EditorProps) {
  const t = useText();
  const { of, action, target } = useRow();
  const people = ofContent(useDefinitions().processes, "person").map(({ id }) => id);
  const field = of && action === "set" ? fieldOf(of, target) : undefined;
  if (action === "comment") {
    return (
      <Input.TextArea
        {...common}
        autoSize={{ minRows: 2, maxRows: 8 }}
        value={value}
        placeholder={t("content.macro_words")}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  if (action !== "set") return <None />;
  if (!field) return <p className="quiet">{t("content.duty_field_first")}</p>;
  const word = wordOf(field);
  const isOfPeople = field.kind !== "reference" || field.to.some((id) => people.includes(id));
  return (
    <>
      {value === word && word ? null : <Control {...common} field={field} value={value} onChange={onChange} />}
      {word && isOfPeople ? (
        <Button
          size="small"
          type={value === word ? "default" : "link"}
          onClick={() => onChange(value === word ? "" : word)}
        >
          {value === word ? `${t(WORDS[word] ?? word)}  ×` : t(WORDS[word] ?? word)}
        </Button>
      ) : null}
    </>
  );
}

function Control({ field, value, onChange, ...common }: EditorProps & { field: Field }) {
  const isNamed = field.kind === "reference";
  const named = useNumber(value, isNamed && value !== "").data;
  const chosen: Reference | undefined = named
    ? { id: named.id, number: named.number, process: named.process, title: named.title }
    : undefined;
  const shown =
    field.kind === "integer" && value !== "" ? Number(value) : field.kind === "boolean" ? value === "true" : value;
  return (
    <FieldInput
      {...common}
      field={{ ...field, required: false }}
      value={isNamed ? chosen : shown}
      onChange={(given) =>
        onChange(isReference(given) ? given.number : given === undefined || given === null ? "" : String(given))
      }
    />
  );
}

export function ValueReader({ text }: { text: string }) {
  const t = useText();
  const label = useLabel();
  const { of, action, target } = useRow();
  const field = of && action === "set" ? fieldOf(of, target) : undefined;
  const named = useNumber(text, field?.kind === "reference" && text !== "actor").data;
  if (field && text === wordOf(field)) return <span>{t(WORDS[text] ?? text)}</span>;
  const option = field?.options?.find(({ id }) => id === text);
  if (option) return <span>{label(option.label, text)}</span>;
  if (field?.kind === "boolean") return <span>{t(text === "true" ? "field.yes" : "field.no")}</span>;
  return (
    <>
      {named ? <span>{named.title} </span> : null}
      <LinkedText text={text} />
    </>
  );
}

/** What stands against the macro, where it is read and edited. */
export function MacroPanel({ record }: PanelProps) {
  const t = useText();
  const label = useLabel();
  const { records_of } = record.fields;
  const of = typeof records_of === "string" ? records_of : "";
  const process = useProcess(of);
  const own = useMacrosOf(of, process !== undefined).data?.find(({ number }) => number === record.number);
  const problems = process
    ? (own?.problems ?? []).map(({ text }) => label(text))
    : [t("content.macro_no_process", { of })];
  if (problems.length === 0) return own ? <p className="quiet macro-panel">{t("macro.sound")}</p> : null;
  return (
    <div className="notice macro-panel" role="alert">
      {t("macro.unsound")}
      <ul>
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </div>
  );
}
