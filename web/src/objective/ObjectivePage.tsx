// One objective: its figure, the last months, each department's own, and the records behind it.
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { useObjectiveDepartments, useObjectives } from "../api/evidence";
import type { Objective } from "../api/wire";
import { Missing } from "../frame/Missing";
import { PageHelp } from "../help/PageHelp";
import { Shape, Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { Bullet, targetOf } from "./Bullet";
import { Departments } from "./Departments";
import { ObjectiveRecords } from "./ObjectiveRecords";
import { currentPeriod } from "./ObjectivesPage";
import { Trend } from "./Trend";

export function ObjectivePage() {
  const t = useText();
  const label = useLabel();
  const { id } = useParams({ from: "/inside/objectives/$id" });
  const { period = currentPeriod() } = useSearch({ from: "/inside/objectives/$id" });
  const found = useObjectives(period);
  const objective = found.data?.items.find((one) => one.id === id);
  if (found.isPending) return <Shape />;
  if (!objective && found.isError) return <Trouble error={found.error} retry={() => void found.refetch()} />;
  if (!objective) return <Missing />;
  return (
    <div className="page objective-page">
      <header className="page-head">
        <Link to="/objectives" search={{ period }}>
          {t("objective.title")}
        </Link>
        <h1>{label(objective.label)}</h1>
        <PageHelp id="objective" />
        <span className="quiet">
          {objective.period} · {targetOf(objective, t)}
        </span>
        <Link
          to="/records/$process/$number"
          params={{ process: "objective", number: objective.number }}
          className="page-end"
        >
          {t("objective.definition")}
        </Link>
      </header>
      {objective.comes_with ? (
        <p className="notice">{t("objective.comes_with", { what: label(objective.comes_with) })}</p>
      ) : (
        <Figures objective={objective} period={period} />
      )}
    </div>
  );
}

function Figures({ objective, period }: { objective: Objective; period: string }) {
  const { department } = useSearch({ from: "/inside/objectives/$id" });
  return (
    <>
      <Bullet objective={objective} />
      <div className="objective-parts">
        <Trend objective={objective} period={period} />
        <Departments objective={objective} chosen={department} />
      </div>
      <ChosenRecords objective={objective} department={department} />
    </>
  );
}

/** The records of the whole figure, or of the department that was chosen. */
function ChosenRecords({ objective, department }: { objective: Objective; department: string | undefined }) {
  const parts = useObjectiveDepartments(objective.id, objective.period);
  const part = parts.data?.items.find((one) => (one.department?.number ?? "none") === department);
  if (!department) {
    const leftOut = objective.left_out.reduce((sum, one) => sum + one.count, 0);
    const counts = { passed: objective.passed, failed: objective.counted - objective.passed, left_out: leftOut };
    return <ObjectiveRecords objective={objective} counts={counts} />;
  }
  if (!part) return parts.isPending ? <Shape /> : null;
  const counts = { passed: part.passed, failed: part.counted - part.passed, left_out: part.left_out };
  return <ObjectiveRecords objective={objective} counts={counts} of={part} />;
}
