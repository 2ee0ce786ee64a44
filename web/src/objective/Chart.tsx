// Twelve months as bars from zero, each with its figure. A month that missed the target is hatched as well as red, so that
// it reads in black and white.
import { useEffect, useId, useRef } from "react";
import type { Objective, ObjectiveMonth } from "../api/wire";
import { useText } from "../text/language";
import { figure, verdictOf } from "./Bullet";
import { inWords, said, topOf } from "./month";

const BAR = { width: 40, gap: 14, height: 96, top: 20, bottom: 20 };
/** What the target's words need beside the bars. */
const BESIDE = 72;

export function Chart({ objective, months }: { objective: Objective; months: ObjectiveMonth[] }) {
  const t = useText();
  const hatch = useId();
  const box = useRef<HTMLElement>(null);
  // On a phone it is wider than the window: the latest months are seen first.
  useEffect(() => {
    if (box.current) box.current.scrollLeft = box.current.scrollWidth;
  }, []);
  const { unit, target } = objective;
  const top = topOf(objective, months);
  const isMonthly = months.some((month) => typeof month.met === "boolean");
  const width = months.length * (BAR.width + BAR.gap) + BESIDE;
  const base = BAR.top + BAR.height;
  const heightOf = (value: number) => (value / top) * BAR.height;
  const goal = base - heightOf(target);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways can be reached by keyboard
    <section className="chart" ref={box} tabIndex={0} aria-label={t("objective.trend")}>
      <svg
        viewBox={`0 0 ${width} ${base + BAR.bottom}`}
        role="img"
        aria-label={`${t("objective.trend")}: ${inWords(objective, months, t)}`}
      >
        <defs>
          <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="5" height="5" className="hatch-ground" />
            <line x1="0" y1="0" x2="0" y2="5" className="hatch-line" />
          </pattern>
        </defs>
        {months.map(({ period, actual, met }, index) => {
          const x = index * (BAR.width + BAR.gap);
          const height = heightOf(actual ?? 0);
          return (
            <g key={period}>
              <rect
                className={`month-bar ${verdictOf(met).hue}`}
                x={x}
                y={base - height}
                width={BAR.width}
                height={height}
                style={met === false ? { fill: `url(#${hatch})` } : undefined}
              />
              <text x={x + BAR.width / 2} y={base + 15} className="month">
                {period.endsWith("-01") || index === 0 ? period : period.slice(5)}
              </text>
            </g>
          );
        })}
        <line x1="0" x2={width - BESIDE - BAR.gap} y1={base + 0.5} y2={base + 0.5} className="axis" />
        {isMonthly ? (
          <>
            <line x1="0" x2={width - BESIDE - BAR.gap} y1={goal} y2={goal} className="goal-line" />
            <text x={width - BESIDE - BAR.gap + 6} y={goal + 4} className="goal-text">
              {t("objective.target", { target: figure(target, unit) })}
            </text>
          </>
        ) : null}
        {months.map(({ period, actual }, index) => (
          <text
            key={period}
            x={index * (BAR.width + BAR.gap) + BAR.width / 2}
            y={base - heightOf(actual ?? 0) - 5}
            className="value"
          >
            {said(actual, unit)}
          </text>
        ))}
      </svg>
    </section>
  );
}
