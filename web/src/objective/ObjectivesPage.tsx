// The objectives of a period: actual beside target, what was counted and what was left out, each opening its records.

import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { DatePicker } from "antd";
import dayjs from "dayjs";
import { useObjectives } from "../api/evidence";
import type { Objective } from "../api/wire";
import { PageHelp } from "../help/PageHelp";
import { Nothing, Shape, Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { Bullet, figure } from "./Bullet";

export const currentPeriod = () => dayjs().format("YYYY-MM");

export function ObjectivesPage() {
  const t = useText();
  const navigate = useNavigate();
  const { period = currentPeriod() } = useSearch({ from: "/inside/objectives" });
  const found = useObjectives(period);
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
      {found.data?.items.length === 0 ? <Nothing text={t("objective.none")} /> : null}
      <ul className="objectives">
        {found.data?.items.map((objective) => (
          <ObjectiveRow key={objective.id} objective={objective} period={period} />
        ))}
      </ul>
    </div>
  );
}

function ObjectiveRow({ objective, period }: { objective: Objective; period: string }) {
  const t = useText();
  const label = useLabel();
  const leftOut = objective.left_out.reduce((sum, one) => sum + one.count, 0);
  const params = { id: objective.id };
  return (
    <li>
      <div className="objective-name">
        <Link to="/objectives/$id" params={params} search={{ period }}>
          {label(objective.label)}
        </Link>
        <span className="quiet">
          {objective.period === period ? null : `${objective.period} · `}
          {t("objective.target", { target: figure(objective.target, objective.unit) })}
        </span>
      </div>
      <Bullet objective={objective} />
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
