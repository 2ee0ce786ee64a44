// The objectives of a period: actual beside target, the last months, what was counted and left out, each opening its records;
// then the same by department.

import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { DatePicker } from "antd";
import dayjs from "dayjs";
import { useObjectives } from "../api/evidence";
import type { Objective } from "../api/wire";
import { PageHelp } from "../help/PageHelp";
import { Nothing, Shape, Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { Bullet, targetOf } from "./Bullet";
import { DepartmentTable } from "./DepartmentTable";
import { SmallTrend } from "./Trend";

export const currentPeriod = () => dayjs().format("YYYY-MM");

export function ObjectivesPage() {
  const t = useText();
  const navigate = useNavigate();
  const { period = currentPeriod() } = useSearch({ from: "/inside/objectives" });
  const found = useObjectives(period);
  const objectives = found.data?.items ?? [];
  return (
    <div className="page objectives-page">
      <header className="page-head">
        <h1>{t("objective.title")}</h1>
        <PageHelp id="objectives" />
        <DatePicker
          picker="month"
          size="small"
          allowClear={false}
          aria-label={t("objective.period")}
          value={dayjs(`${period}-01`)}
          onChange={(month) =>
            month && void navigate({ to: "/objectives", search: { period: month.format("YYYY-MM") } })
          }
        />
      </header>
      {found.isPending ? <Shape /> : null}
      {found.isError ? <Trouble error={found.error} retry={() => void found.refetch()} /> : null}
      {found.data && objectives.length === 0 ? <Nothing text={t("objective.none")} /> : null}
      <ul className="objectives">
        {objectives.map((objective) => (
          <ObjectiveRow key={objective.id} objective={objective} period={period} />
        ))}
      </ul>
      <DepartmentTable objectives={objectives.filter((one) => !one.comes_with)} period={period} />
    </div>
  );
}

function ObjectiveRow({ objective, period }: { objective: Objective; period: string }) {
  const t = useText();
  const label = useLabel();
  const leftOut = objective.left_out.reduce((sum, one) => sum + one.count, 0);
  const params = { id: objective.id };
  const name = (
    <div className="objective-name">
      <Link to="/objectives/$id" params={params} search={{ period }}>
        {label(objective.label)}
      </Link>
      <span className="quiet">
        {objective.period === period ? null : `${objective.period} · `}
        {targetOf(objective, t)}
        {objective.department ? ` · ${objective.department.title}` : null}
      </span>
    </div>
  );
  if (objective.comes_with) {
    return (
      <li className="sourceless">
        {name}
        <p className="quiet">{t("objective.comes_with", { what: label(objective.comes_with) })}</p>
      </li>
    );
  }
  return (
    <li>
      {name}
      <Bullet objective={objective} />
      <SmallTrend objective={objective} period={period} />
      <div className="objective-counts">
        <Link to="/objectives/$id" params={params} search={{ period }}>
          {t("objective.counted", { passed: objective.passed, counted: objective.counted })}
        </Link>
        <Link to="/objectives/$id" params={params} search={{ period, part: "left_out" }}>
          {t("objective.left_out", { n: leftOut })}
        </Link>
      </div>
    </li>
  );
}
