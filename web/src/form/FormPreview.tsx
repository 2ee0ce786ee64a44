// A form as whoever orders sees it, in one language, its conditions at work; what is entered here goes nowhere.
import { useMemo, useState } from "react";
import type { Field, Language, TableRow } from "../api/wire";
import { InLanguage, useText } from "../text/language";
import { AnswerFields } from "./AnswerFields";
import { FormContext } from "./context";

const TRIED = { id: "answers" } as Field;

export function FormPreview({ language, rows }: { language: Language; rows: TableRow[] }) {
  const t = useText();
  const [answers, setAnswers] = useState<TableRow[]>([]);
  const content = useMemo(() => ({ questions: rows, faults: {} }), [rows]);
  return (
    <div className="form-preview" lang={language === "zh" ? "zh-CN" : "en"}>
      <p className="quiet">{t("form.preview_note")}</p>
      <FormContext value={content}>
        <InLanguage language={language}>
          <AnswerFields field={TRIED} rows={answers} onChange={setAnswers} />
        </InLanguage>
      </FormContext>
    </div>
  );
}
