// What can be written of a question: its words in both languages, its kind and options, when it is asked.
import { Input, Select, Switch } from "antd";
import { type ReactNode, useId } from "react";
import type { TableRow } from "../api/wire";
import { useText } from "../text/language";
import { ConditionPicker } from "./ConditionPicker";
import { OptionLines } from "./OptionLines";
import { KINDS, kindWord, LINES } from "./words";

interface QuestionEditorProps {
  row: TableRow;
  before: TableRow[];
  faults: { [column: string]: string };
  onChange: (row: TableRow) => void;
}

export function QuestionEditor({ row, before, faults, onChange }: QuestionEditorProps) {
  const t = useText();
  const id = useId();
  const set = (column: string, value: TableRow[string]) => onChange({ ...row, [column]: value });
  const text = (column: string) => (typeof row[column] === "string" ? (row[column] as string) : "");
  const line = (column: keyof typeof LINES, isFirst = false) => (
    <Part name={t(LINES[column])} id={`${id}-${column}`} fault={faults[column]}>
      <Input
        id={`${id}-${column}`}
        value={text(column)}
        autoFocus={isFirst && text(column) === ""}
        maxLength={column === "question" ? 60 : column.startsWith("help") ? 300 : 200}
        status={faults[column] ? "error" : undefined}
        onChange={(event) => set(column, event.target.value)}
      />
    </Part>
  );
  return (
    <div className="question-editor">
      {line("zh", true)}
      {line("en")}
      <Part name={t("form.kind")} id={`${id}-kind`} fault={faults.kind}>
        <Select
          id={`${id}-kind`}
          value={text("kind") || "text"}
          options={KINDS.map((kind) => ({ value: kind, label: t(kindWord(kind)) }))}
          onChange={(kind) => set("kind", kind)}
        />
      </Part>
      <Part name={t("form.required")} id={`${id}-required`}>
        <Switch
          id={`${id}-required`}
          checked={row.required === true}
          onChange={(on) => set("required", on || undefined)}
        />
      </Part>
      {row.kind === "choice" ? (
        <Part name={t("form.options")} fault={faults.options} isWide>
          <OptionLines lines={text("options")} onChange={(lines) => set("options", lines)} />
        </Part>
      ) : null}
      {before.length > 0 || text("when") ? (
        <Part name={t("form.when")} fault={faults.when} isWide>
          <ConditionPicker
            before={before}
            source={text("when")}
            onChange={(source) => set("when", source || undefined)}
          />
        </Part>
      ) : null}
      {line("help_zh")}
      {line("help_en")}
      {line("question")}
    </div>
  );
}

interface PartProps {
  name: string;
  id?: string;
  fault?: string;
  isWide?: boolean;
  children: ReactNode;
}

function Part({ name, id, fault, isWide, children }: PartProps) {
  const said = fault ? (
    <div className="fault" role="alert">
      {fault}
    </div>
  ) : null;
  if (id === undefined) {
    return (
      <fieldset className={isWide ? "part wide" : "part"}>
        <legend>{name}</legend>
        {children}
        {said}
      </fieldset>
    );
  }
  return (
    <div className="part">
      <label htmlFor={id}>{name}</label>
      {children}
      {said}
    </div>
  );
}
