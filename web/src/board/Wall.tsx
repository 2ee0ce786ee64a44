// The charts of a board on the wall: single figures in a row above, the others in as many columns as let all of them stand on one screen.
import type { CSSProperties } from "react";
import type { Chart, Days } from "../api/boards";
import { ChartCard } from "./ChartCard";
import "./wall.css";

interface WallProps {
  charts: Chart[];
  days: Days;
  today: string;
}

/** In how many columns so many charts stand on a screen that is wider than high. */
export function columnsOf(charts: number): number {
  if (charts <= 3) return Math.max(1, charts);
  return Math.min(6, Math.ceil(charts / (charts <= 8 ? 2 : charts <= 15 ? 3 : 4)));
}

export function Wall({ charts, days, today }: WallProps) {
  const figures = charts.filter(({ shape }) => shape === "figure");
  const others = charts.filter(({ shape }) => shape !== "figure");
  const isAbove = others.length > 0;
  const card = (chart: Chart) => (
    <ChartCard key={chart.title.zh} chart={chart} days={days} today={today} place="wall" />
  );
  const columns = (count: number) => ({ "--columns": count }) as CSSProperties;
  return (
    <>
      {figures.length > 0 ? (
        <div
          className={isAbove ? "charts figures-above" : "charts"}
          style={columns(isAbove ? figures.length : columnsOf(figures.length))}
        >
          {figures.map(card)}
        </div>
      ) : null}
      {isAbove ? (
        <div className="charts" style={columns(columnsOf(others.length))}>
          {others.map(card)}
        </div>
      ) : null}
    </>
  );
}
