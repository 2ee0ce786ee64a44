// Lines through time from zero, each named at its end and dashed its own way; each point opens its list.
import { useNavigate } from "@tanstack/react-router";
import { useLabel, useText } from "../text/language";
import type { Place } from "./ChartCard";
import type { Drawn, Part } from "./drawn";
import { inWords } from "./words";

const BOXES = {
  page: { width: 640, height: 170, left: 34, right: 64, top: 14, bottom: 26 },
  // Drawn in less, its type is the larger.
  wall: { width: 460, height: 230, left: 40, right: 76, top: 16, bottom: 34 },
};
/** How many dates stand under the axis at most. */
const DATES = { page: 8, wall: 5 };
/** The least distance between two names, in the chart's own measure. */
const APART = { page: 14, wall: 19 };

/** A round number not below the greatest. */
function roundTop(most: number): number {
  const step = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return [1, 2, 4, 5, 10].map((times) => times * step).find((top) => top >= most) ?? most;
}

interface LinesProps {
  drawn: Drawn;
  word: string;
  title: string;
  place: Place;
}

export function Lines({ drawn, word, title, place }: LinesProps) {
  const BOX = BOXES[place];
  const t = useText();
  const label = useLabel();
  const navigate = useNavigate();
  const { rows, kinds } = drawn;
  const partOf = (index: number, kind: string): Part | undefined => rows[index]?.parts.find(({ key }) => key === kind);
  const top = roundTop(Math.max(1, ...rows.flatMap(({ parts }) => parts.map(({ count }) => count))));
  const inner = { width: BOX.width - BOX.left - BOX.right, height: BOX.height - BOX.top - BOX.bottom };
  const x = (index: number) => BOX.left + (rows.length < 2 ? inner.width : (index / (rows.length - 1)) * inner.width);
  const y = (count: number) => BOX.top + inner.height - (count / top) * inner.height;
  const every = Math.max(1, Math.ceil(rows.length / DATES[place]));
  const ends = kinds.map(({ key }) => y(partOf(rows.length - 1, key)?.count ?? 0));
  const named = apart(ends, APART[place]);
  return (
    <div className="lines">
      <svg viewBox={`0 0 ${BOX.width} ${BOX.height}`}>
        <title>{title}</title>
        {[0, top / 2, top].map((value) => (
          <g key={value}>
            <line
              className={value === 0 ? "axis" : "grid"}
              x1={BOX.left}
              x2={x(rows.length - 1)}
              y1={y(value)}
              y2={y(value)}
            />
            {Number.isInteger(value) ? (
              <text x={BOX.left - 6} y={y(value) + 4} className="scale">
                {value}
              </text>
            ) : null}
          </g>
        ))}
        {rows.map((row, index) =>
          index % every === 0 ? (
            <text key={row.key} x={x(index)} y={BOX.height - 8} className="date">
              {row.key.length > 7 ? row.key.slice(5) : row.key}
            </text>
          ) : null,
        )}
        {kinds.map((kind, at) => (
          <g key={kind.key} className={`line-${at % DASHES}`}>
            <polyline
              points={rows.map((_, index) => `${x(index)},${y(partOf(index, kind.key)?.count ?? 0)}`).join(" ")}
            />
            <text x={x(rows.length - 1) + 8} y={(named[at] ?? 0) + 4} className="name">
              {label(kind.label)}
            </text>
            {rows.map((row, index) => {
              const part = partOf(index, kind.key);
              if (!part?.filter) return null;
              const said = inWords(label(row.label), part, kinds.length > 1, word, t, label);
              const search = new URLSearchParams({ view: "all", filter: part.filter });
              const to = `/records/${part.process}?${search}`;
              return (
                <a
                  key={row.key}
                  href={to}
                  aria-label={said}
                  onClick={(event) => {
                    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                    event.preventDefault();
                    void navigate({ to });
                  }}
                >
                  <title>{said}</title>
                  <circle className="reach" cx={x(index)} cy={y(part.count)} r="8" />
                  <circle className="point" cx={x(index)} cy={y(part.count)} r="3" />
                </a>
              );
            })}
          </g>
        ))}
      </svg>
    </div>
  );
}

const DASHES = 3;

/** The places of names, pushed apart until they can be read. */
function apart(places: number[], distance: number): number[] {
  const order = places.map((place, at) => ({ place, at })).sort((one, other) => one.place - other.place);
  order.forEach((name, index) => {
    const above = order[index - 1];
    if (above && name.place - above.place < distance) name.place = above.place + distance;
  });
  return places.map((_, at) => order.find((name) => name.at === at)?.place ?? 0);
}
