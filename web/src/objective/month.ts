// The months of a trend in words and in scale.
import type { Objective, ObjectiveMonth } from "../api/wire";
import type { TextOf } from "../text/language";
import { figure } from "./Bullet";

export function inWords({ unit }: Objective, months: ObjectiveMonth[], t: TextOf): string {
  const parts = months.map(({ period, actual }) =>
    t("objective.month_figure", { month: period, actual: said(actual, unit) }),
  );
  return parts.join("; ");
}

export const said = (actual: number | null | undefined, unit: string) =>
  actual === null || actual === undefined ? "—" : figure(actual, unit);

/** What the highest bar may be. */
export function topOf({ unit, target }: Objective, months: ObjectiveMonth[]): number {
  return unit === "%" ? 100 : Math.max(1, target, ...months.map((month) => month.actual ?? 0));
}
