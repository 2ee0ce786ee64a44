// What a clause asks for and what meets it: the rule in words, the filter as it runs, the records.
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useDefinitions } from "../api/definitions";
import { useClause } from "../api/evidence";
import type { ClauseRule } from "../api/wire";
import { Terms } from "../glossary/Term";
import { Shape, Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { ClauseState } from "./ClauseTree";

export function ClauseDetail({ standard, id }: { standard: string; id: string }) {
  const t = useText();
  const label = useLabel();
  const found = useClause(standard, id);
  const detail = useRef<HTMLElement>(null);
  const isThere = found.isSuccess;
  // On a phone it stands above the tree in which it was chosen.
  useEffect(() => {
    if (isThere && detail.current && detail.current.getBoundingClientRect().top < 0) detail.current.scrollIntoView();
  }, [isThere]);
  if (found.isPending) return <Shape />;
  if (found.isError) return <Trouble error={found.error} />;
  const clause = found.data;
  return (
    <article className="clause-detail" ref={detail}>
      <header>
        <h2>
          <span className="figure">{clause.id}</span> <Terms of={clause.label} />
        </h2>
        <ClauseState clause={clause} />
      </header>
      {clause.owner ? <p className="quiet">{t("clause.owner", { role: label(clause.owner.label) })}</p> : null}
      {clause.comes_with ? <p>{t("clause.comes_with", { what: label(clause.comes_with) })}</p> : null}
      {clause.rules?.map((rule) => (
        <Rule key={rule.label.en} rule={rule} />
      ))}
    </article>
  );
}

function Rule({ rule }: { rule: ClauseRule }) {
  const t = useText();
  const label = useLabel();
  const process = useDefinitions().processes.find((one) => one.id === rule.process);
  return (
    <section className="rule" aria-label={label(rule.label)}>
      <div className="rule-line">
        <h3>{label(rule.label)}</h3>
        <ClauseState clause={{ state: rule.state }} />
      </div>
      <p className="quiet">
        {rule.objective || rule.found === undefined || rule.found === null
          ? null
          : t("clause.found", { n: rule.found })}
      </p>
      {rule.objective ? (
        <p>
          <Link to="/objectives/$id" params={{ id: rule.objective }}>
            {t("clause.objective")}
          </Link>
        </p>
      ) : null}
      {rule.filter && process ? (
        <p>
          <Link to="/records/$process" params={{ process: process.id }} search={{ view: "all", filter: rule.filter }}>
            {label(process.label)} <code>{rule.filter}</code>
          </Link>
        </p>
      ) : null}
      <ul className="plain">
        {rule.records?.map((record) => (
          <li key={record.id}>
            <RecordLink to={record} withNumber />
          </li>
        ))}
      </ul>
    </section>
  );
}
