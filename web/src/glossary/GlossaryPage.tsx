// The glossary as a reading page: search, the terms in the order of the alphabet, what each means and where it is used.
import { Link, useRouterState } from "@tanstack/react-router";
import { Input } from "antd";
import { useEffect, useState } from "react";
import { useGlossary } from "../api/guide";
import type { GlossaryTerm, Language } from "../api/wire";
import { PageHelp } from "../help/PageHelp";
import { Nothing, Shape, Trouble } from "../look/Wait";
import { useLabel, useLanguage, useText } from "../text/language";
import "./glossary.css";

export function GlossaryPage() {
  const t = useText();
  const { language } = useLanguage();
  const glossary = useGlossary();
  const [sought, setSought] = useState("");
  const hash = useRouterState({ select: (state) => state.location.hash });
  const all = sorted(glossary.data?.items ?? [], language);
  const shown = all.filter((term) => isFound(term, sought));
  const isThere = glossary.isSuccess;
  useEffect(() => {
    if (isThere && hash) document.getElementById(hash)?.scrollIntoView();
  }, [isThere, hash]);
  return (
    <div className="page glossary-page">
      <header className="page-head">
        <h1>{t("glossary.title")}</h1>
        <PageHelp id="glossary" />
        <Input.Search
          allowClear
          className="glossary-search"
          placeholder={t("glossary.search")}
          aria-label={t("glossary.search")}
          value={sought}
          onChange={(event) => setSought(event.target.value)}
        />
        <span className="quiet" role="status">
          {isThere ? t("glossary.shown", { n: shown.length, all: all.length }) : null}
        </span>
      </header>
      {glossary.isPending ? <Shape rows={12} /> : null}
      {glossary.isError ? <Trouble error={glossary.error} retry={() => void glossary.refetch()} /> : null}
      {isThere && shown.length === 0 ? <Nothing text={t("glossary.none", { sought })} /> : null}
      {shown.length > 0 ? (
        <div className="glossary-panes">
          <Contents terms={shown} />
          <div className="glossary-terms">
            {shown.map((term) => (
              <TermArticle key={term.id} term={term} all={all} isMeant={term.id === hash} />
            ))}
          </div>
        </div>
      ) : null}
    </div>
  );
}

function Contents({ terms }: { terms: GlossaryTerm[] }) {
  const t = useText();
  const label = useLabel();
  return (
    <nav className="glossary-contents" aria-label={t("glossary.contents")}>
      <ul className="plain">
        {terms.map((term) => (
          <li key={term.id}>
            <Link to="/glossary" hash={term.id}>
              {label(term.label)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function TermArticle({ term, all, isMeant }: { term: GlossaryTerm; all: GlossaryTerm[]; isMeant: boolean }) {
  const t = useText();
  const label = useLabel();
  const { language } = useLanguage();
  const other = language === "zh" ? "en" : "zh";
  const see = term.see.flatMap((id) => all.filter((one) => one.id === id));
  return (
    <article id={term.id} className={isMeant ? "meant" : undefined} aria-labelledby={`${term.id}-name`}>
      <h2 id={`${term.id}-name`}>
        {label(term.label)}{" "}
        <span className="quiet" lang={other === "zh" ? "zh-CN" : "en"}>
          {term.label[other]}
        </span>
      </h2>
      <p className="meaning">{label(term.meaning)}</p>
      {see.length > 0 ? (
        <p className="places">
          <span className="quiet">{t("glossary.see")}</span>
          {see.map((one) => (
            <Link key={one.id} to="/glossary" hash={one.id}>
              {label(one.label)}
            </Link>
          ))}
        </p>
      ) : null}
      <Used term={term} />
    </article>
  );
}

function Used({ term }: { term: GlossaryTerm }) {
  const t = useText();
  const label = useLabel();
  const processes = term.used.filter((place) => place.process);
  const clauses = term.used.filter((place) => place.clause);
  if (term.used.length === 0) return null;
  return (
    <details className="places">
      <summary>{t("glossary.used", { n: term.used.length })}</summary>
      <ul className="plain">
        {processes.map((place) => (
          <li key={place.process}>
            <Link to="/records/$process" params={{ process: place.process ?? "" }}>
              {label(place.label)}
            </Link>
          </li>
        ))}
        {clauses.map((place) => (
          <li key={`${place.standard} ${place.clause}`}>
            <Link to="/clauses" search={{ standard: place.standard ?? "", clause: place.clause ?? "" }}>
              <span className="figure">{place.clause}</span> {label(place.label)}
            </Link>{" "}
            <span className="quiet">{place.standard}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function isFound(term: GlossaryTerm, sought: string): boolean {
  const wanted = sought.trim().toLowerCase();
  const texts = [term.label.zh, term.label.en, term.meaning.zh, term.meaning.en];
  return wanted === "" || texts.some((text) => text.toLowerCase().includes(wanted));
}

/** In the order of the reader's alphabet. */
function sorted(terms: GlossaryTerm[], language: Language): GlossaryTerm[] {
  const order = new Intl.Collator(language === "zh" ? "zh-CN" : "en");
  return [...terms].sort((a, b) => order.compare(a.label[language], b.label[language]));
}
