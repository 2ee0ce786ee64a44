// The last twelve months of an objective: as a chart with the same as a table behind it, or as bars alone.
import { useObjectiveTrend } from "../api/evidence";
import type { Objective } from "../api/wire";
import { useText } from "../text/language";
import { verdictOf } from "./Bullet";
import { Chart } from "./Chart";
import { MonthTable } from "./MonthTable";
import { inWords, topOf } from "./month";

interface TrendProps {
  objective: Objective;
  period: string;
}

/** The chart on an objective's own page. */
export function Trend({ objective, period }: TrendProps) {
  const t = useText();
  const months = useObjectiveTrend(objective.id, period).data?.items ?? [];
  if (months.length === 0) return null;
  return (
    <div className="trend">
      <h2>{t("objective.trend")}</h2>
      <Chart objective={objective} months={months} />
      <details>
        <summary>{t("objective.trend_table")}</summary>
        <MonthTable objective={objective} months={months} />
      </details>
    </div>
  );
}

/** The bars alone, in the list of objectives. */
export function SmallTrend({ objective, period }: TrendProps) {
  const t = useText();
  const months = useObjectiveTrend(objective.id, period).data?.items ?? [];
  const top = topOf(objective, months);
  const last = months.at(-1);
  return (
    <div className="small-trend">
      {last ? (
        <svg viewBox="0 0 132 34" role="img" aria-label={`${t("objective.trend")}: ${inWords(objective, months, t)}`}>
          {months.map((month, index) => {
            const height = ((month.actual ?? 0) / top) * 28;
            const { hue } = verdictOf(month.met);
            return (
              <rect
                key={month.period}
                className={`month-bar ${hue}`}
                x={index * 11}
                y={32 - height}
                width={8}
                height={height}
              />
            );
          })}
          <line x1="0" x2="130" y1="32.5" y2="32.5" className="axis" />
        </svg>
      ) : null}
      <span className="quiet">{months[0] && last ? `${months[0].period} – ${last.period}` : null}</span>
    </div>
  );
}
