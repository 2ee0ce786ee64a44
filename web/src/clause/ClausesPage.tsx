// The clauses of a standard: the tree with each one's state, and what meets the chosen one.

import { useNavigate, useSearch } from "@tanstack/react-router";
import { Segmented } from "antd";
import { useClauses, useStandards } from "../api/evidence";
import { PageHelp } from "../help/PageHelp";
import { Nothing, Shape, Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { ClauseDetail } from "./ClauseDetail";
import { ClauseTree } from "./ClauseTree";

export function ClausesPage() {
  const t = useText();
  const label = useLabel();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/clauses" });
  const standards = useStandards();
  const standard = search.standard ?? standards.data?.items[0]?.id ?? "";
  const clauses = useClauses(standard);
  const all = clauses.data?.items ?? [];
  const leaf = all.find((clause) => !all.some((other) => other.parent === clause.id));
  const chosen = search.clause ?? leaf?.id ?? "";
  const failed = standards.error ?? clauses.error;
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
      {failed ? <Trouble error={failed} /> : null}
      {standards.isPending || clauses.isLoading ? <Shape rows={12} /> : null}
      {clauses.data && all.length === 0 ? <Nothing text={t("clause.none")} /> : null}
      {all.length > 0 ? (
        <div className="clause-panes">
          <ClauseTree standard={standard} clauses={all} chosen={chosen} />
          <ClauseDetail key={chosen} standard={standard} id={chosen} />
        </div>
      ) : null}
    </div>
  );
}
