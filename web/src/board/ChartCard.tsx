// A chart of a board: its title, what it is of, the drawing, and the table behind it.
import type { UseQueryResult } from "@tanstack/react-query";
import { type Chart, type Days, useCounts } from "../api/boards";
import { Refusal } from "../api/client";
import { useProcess } from "../api/definitions";
import type { Counts } from "../api/wire";
import { useLabel, useText } from "../text/language";
import { Bars } from "./Bars";
import { drawn } from "./drawn";
import { Figures } from "./Figures";
import { FiguresTable } from "./FiguresTable";
import { Lines } from "./Lines";

/** What the period restricts, in words. */
const PERIOD_OF: { [instant: string]: string } = {
  opened_at: "board.opened_at",
  resolved_at: "board.resolved_at",
  closed_at: "board.closed_at",
};

interface ChartCardProps {
  chart: Chart;
  days: Days;
  today: string;
  place: Place;
}

/** Where it stands: among others on a page that is scrolled, or on the wall, where all of it has to be seen from afar. */
export type Place = "page" | "wall";

export function ChartCard({ chart, days, today, place }: ChartCardProps) {
  const t = useText();
  const label = useLabel();
  const found = useCounts(chart.series, days);
  const title = label(chart.title);
  const [first] = chart.series;
  const isOfNow = !chart.series.some(({ periodOf }) => periodOf);
  const isOfOne = chart.series.every(({ periodOf }) => periodOf === first?.periodOf);
  const of = isOfOne && first?.periodOf ? t(PERIOD_OF[first.periodOf] ?? first.periodOf) : t("board.in_period");
  return (
    <section className={`chart-card of-${chart.shape}`} aria-label={title}>
      <h2>{title}</h2>
      <p className="quiet">{isOfNow ? t("board.now") : of}</p>
      <div className="chart-body">
        <Content chart={chart} found={found} days={days} today={today} place={place} title={title} />
      </div>
    </section>
  );
}

interface ContentProps extends ChartCardProps {
  found: UseQueryResult<Counts>[];
  title: string;
}

function Content({ chart, found, days, today, place, title }: ContentProps) {
  const t = useText();
  const label = useLabel();
  const [first] = chart.series;
  const process = useProcess(first?.process ?? "");
  const failed = found.find(({ isError, data }) => isError && !data);
  if (failed) {
    const said =
      failed.error instanceof Refusal && failed.error.status === 404 ? t("board.gone") : failed.error?.message;
    return <p className="chart-trouble">{said}</p>;
  }
  const counts = found.map(({ data }) => data).filter((data) => data !== undefined);
  if (counts.length < found.length) return <div className="chart-wait" aria-busy="true" />;
  const word = first?.counted ? label(first.countedAs) || t("board.counted") : undefined;
  const isOfNow = !chart.series.some(({ periodOf }) => periodOf);
  if (chart.shape === "figure") return <Figures chart={chart} counts={counts} title={title} />;
  const picture = drawn(chart, counts, process, days, today);
  if (picture.total === 0) return <p className="quiet">{t(isOfNow ? "board.nothing_now" : "board.nothing")}</p>;
  const table = <FiguresTable drawn={picture} title={title} word={word} place={place} />;
  if (chart.shape === "table") return table;
  return (
    <>
      {chart.shape === "line" ? (
        <Lines drawn={picture} word={word ?? ""} title={title} place={place} />
      ) : (
        <Bars
          drawn={picture}
          isStacked={chart.shape === "stacked"}
          word={word ?? ""}
          isTime={Boolean(first?.by?.includes(":"))}
          place={place}
        />
      )}
      <details>
        <summary>{t("board.table")}</summary>
        {table}
      </details>
    </>
  );
}
