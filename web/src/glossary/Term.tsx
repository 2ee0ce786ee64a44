// A text in which the terms of the glossary are dotted-underlined, each with a card that says what it means.
import { Link } from "@tanstack/react-router";
import { Popover } from "antd";
import { useId } from "react";
import { useGlossary } from "../api/guide";
import type { GlossaryTerm, Label } from "../api/wire";
import { useLabel, useLanguage, useText } from "../text/language";
import "./glossary.css";
import { cut } from "./match";

/** The terms of a label; a text in which none stands is shown as it is. */
export function Terms({ of }: { of: Label | undefined | null }) {
  const label = useLabel();
  const { language } = useLanguage();
  const terms = useGlossary().data?.items;
  const text = label(of);
  if (!Array.isArray(terms)) return text;
  return cut(text, terms, language).map((part) =>
    typeof part === "string" ? part : <Term key={part.term.id} term={part.term} text={part.text} />,
  );
}

function Term({ term, text }: { term: GlossaryTerm; text: string }) {
  const t = useText();
  const label = useLabel();
  const id = useId();
  const card = (
    <div className="term-card" id={id}>
      <strong>{label(term.label)}</strong>
      <p>{label(term.meaning)}</p>
      <Link to="/glossary" hash={term.id}>
        {t("glossary.in_glossary")}
      </Link>
    </div>
  );
  return (
    <Popover content={card} trigger={["hover", "focus", "click"]} mouseEnterDelay={0.2}>
      <button type="button" className="term" aria-describedby={id}>
        {text}
      </button>
    </Popover>
  );
}
