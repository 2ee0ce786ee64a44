// What a clause asks for and what meets it: who answers for it, what the other edition calls it, its rules, and what brings
// those that are still missing.
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useClause } from "../api/evidence";
import type { Clause } from "../api/wire";
import { Terms } from "../glossary/Term";
import { Shape, Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { ClauseState } from "./ClauseTree";
import { Rule } from "./Rule";

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
  if (found.isError) return <Trouble error={found.error} retry={() => void found.refetch()} />;
  const clause = found.data;
  const waits = clause.rules.length > 0 ? "clause.rest_comes_with" : "clause.comes_with";
  return (
    <article className="clause-detail" ref={detail} aria-label={`${clause.id} ${label(clause.label)}`}>
      <header>
        <h2>
          <span className="figure">{clause.id}</span> <Terms of={clause.label} />
        </h2>
        <ClauseState clause={clause} />
      </header>
      <Owner clause={clause} />
      <OtherEdition clause={clause} />
      <Evidence clause={clause} />
      {clause.comes_with ? <p className="waits">{t(waits, { what: label(clause.comes_with) })}</p> : null}
      {clause.rules.map((rule) => (
        <Rule key={rule.label.en} rule={rule} />
      ))}
    </article>
  );
}

function Owner({ clause: { owner } }: { clause: Clause }) {
  const t = useText();
  const label = useLabel();
  if (!owner) return null;
  return (
    <p className="quiet">
      {t("clause.owner", { role: label(owner.label) })}
      {" · "}
      {owner.held_by.length === 0 ? (
        <span className="sign late">
          <span aria-hidden="true">✕</span> {t("clause.vacant")}
        </span>
      ) : (
        owner.held_by.map((person, index) => (
          <span key={person.id}>
            {index > 0 ? " · " : null}
            <RecordLink to={person} />
          </span>
        ))
      )}
    </p>
  );
}

function OtherEdition({ clause }: { clause: Clause }) {
  const t = useText();
  const label = useLabel();
  if (clause.maps_to.length === 0) return <p className="quiet">{t("clause.only_here")}</p>;
  return (
    <p className="quiet">
      {t("clause.other_edition")}
      {clause.maps_to.map((one, index) => (
        <span key={`${one.standard}:${one.clause}`}>
          {index > 0 ? " · " : null}
          <Link to="/clauses" search={{ standard: one.standard, clause: one.clause }}>
            <span className="figure">{one.clause}</span> {label(one.label)}
          </Link>
        </span>
      ))}
    </p>
  );
}

function Evidence({ clause: { evidence } }: { clause: Clause }) {
  const t = useText();
  const label = useLabel();
  if (evidence.length === 0) return null;
  return (
    <p className="quiet">
      {t("clause.evidence")}
      {evidence.map((process, index) => (
        <span key={process.id}>
          {index > 0 ? " · " : null}
          <Link to="/records/$process" params={{ process: process.id }} search={{ view: "all" }}>
            {label(process.label)}
          </Link>
        </span>
      ))}
    </p>
  );
}
