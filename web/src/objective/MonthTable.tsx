// The months of a trend as a table: what stands behind the chart.
import type { Objective, ObjectiveMonth } from "../api/wire";
import { useText } from "../text/language";
import { verdictOf } from "./Bullet";
import { said } from "./month";

export function MonthTable({ objective, months }: { objective: Objective; months: ObjectiveMonth[] }) {
  const t = useText();
  const heads = [
    t("objective.month"),
    t("objective.actual"),
    t("objective.passed_column"),
    t("objective.counted_column"),
    t("objective.left_out_column"),
  ];
  return (
    <table className="inner-table months">
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {months.map((month) => (
          <tr key={month.period}>
            <th scope="row">{month.period}</th>
            <td className="figure">
              {said(month.actual, objective.unit)}{" "}
              {typeof month.met === "boolean" ? t(verdictOf(month.met).word) : null}
            </td>
            <td className="figure">{month.passed}</td>
            <td className="figure">{month.counted}</td>
            <td className="figure">{month.left_out}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
