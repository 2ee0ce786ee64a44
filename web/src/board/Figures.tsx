// Single figures, each with what of it is counted apart; both open their lists.
import type { Chart } from "../api/boards";
import type { Counts } from "../api/wire";
import { useLabel, useText } from "../text/language";
import { Behind } from "./Behind";
import { ofWhich } from "./words";

export function Figures({ chart, counts, title }: { chart: Chart; counts: Counts[]; title: string }) {
  const t = useText();
  const label = useLabel();
  return (
    <ul className="figures-of">
      {chart.series.map((series, at) => {
        const total = counts[at]?.total;
        if (!total) return null;
        const name = label(series.label);
        const counted = total.counted ?? undefined;
        const word = label(series.countedAs) || t("board.counted");
        return (
          <li key={`${series.process} ${series.filter} ${name}`}>
            <Behind
              process={series.process}
              count={total.count}
              filter={total.filter ?? undefined}
              className="figure"
              label={t("board.said", { what: name || title, n: total.count })}
            >
              {total.count}
            </Behind>
            {name ? <span>{name}</span> : null}
            {counted === undefined ? null : (
              <Behind
                process={series.process}
                count={counted}
                filter={total.counted_filter ?? undefined}
                className="apart"
              >
                {ofWhich({ count: total.count, counted }, word, t)}
              </Behind>
            )}
          </li>
        );
      })}
    </ul>
  );
}
