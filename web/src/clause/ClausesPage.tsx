// The clauses of a standard: how many stand how, the tree with each one's state, and what meets the chosen one.

import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Segmented } from "antd";
import { useClauses, useStandards } from "../api/evidence";
import type { Clause } from "../api/wire";
import { PageHelp } from "../help/PageHelp";
import { Nothing, Shape, Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { ClauseDetail } from "./ClauseDetail";
import { ClauseTree } from "./ClauseTree";
import { SIGN, STATES, stateNamed } from "./sign";

export function ClausesPage() {
  const t = useText();
  const label = useLabel();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/clauses" });
  const standards = useStandards();
  const standard = search.standard ?? standards.data?.items[0]?.id ?? "";
  const clauses = useClauses(standard);
  const all = clauses.data?.items ?? [];
  const leaves = all.filter((clause) => !all.some((other) => other.parent === clause.id));
  const only = stateNamed(search.state);
  const first = only ? leaves.find((leaf) => leaf.state === only) : leaves[0];
  const chosen = search.clause ?? first?.id ?? "";
  const failed = [standards, clauses].find((one) => one.isError);
  return (
    <div className="page clauses-page">
      <header className="page-head">
        <h1>{t("clause.title")}</h1>
        <PageHelp id="clauses" />
        <Segmented
          size="small"
          value={standard}
          options={(standards.data?.items ?? []).map((one) => ({ value: one.id, label: label(one.label) }))}
          onChange={(id) => void navigate({ to: "/clauses", search: { standard: id } })}
        />
      </header>
      {failed ? <Trouble error={failed.error} retry={() => void failed.refetch()} /> : null}
      {standards.isPending || clauses.isLoading ? <Shape rows={12} /> : null}
      {clauses.data && all.length === 0 ? <Nothing text={t("clause.none")} /> : null}
      {all.length > 0 ? (
        <>
          <Summary standard={standard} leaves={leaves} only={only} />
          <div className="clause-panes">
            <ClauseTree standard={standard} clauses={all} chosen={chosen} only={only} />
            <ClauseDetail key={chosen} standard={standard} id={chosen} />
          </div>
        </>
      ) : null}
    </div>
  );
}

interface SummaryProps {
  standard: string;
  leaves: Clause[];
  only: Clause["state"] | undefined;
}

/** How many leaves stand how; each narrows the tree to those. */
function Summary({ standard, leaves, only }: SummaryProps) {
  const t = useText();
  return (
    <nav className="clause-summary" aria-label={t("clause.state_of_all")}>
      <Link to="/clauses" search={{ standard }} aria-current={only ? undefined : "true"}>
        {t("clause.summary", { n: leaves.length })}
      </Link>
      {STATES.map((state) => {
        const count = leaves.filter((leaf) => leaf.state === state).length;
        const { sign, word, hue } = SIGN[state];
        if (count === 0) return null;
        return (
          <Link
            key={state}
            to="/clauses"
            search={{ standard, state }}
            aria-current={only === state ? "true" : undefined}
            title={t("clause.choose_state", { state: t(word) })}
          >
            <span className={`sign ${hue}`}>
              <span aria-hidden="true">{sign}</span> {t(word)}
            </span>{" "}
            <span className="figure">{count}</span>
          </Link>
        );
      })}
    </nav>
  );
}
