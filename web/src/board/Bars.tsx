// Bars from zero, one below the other: each as long as there are records, or stacked of what it is split into. Parts differ by
// pattern as well as by colour, so that they read in black and white.
import type { CSSProperties } from "react";
import { useLabel, useText } from "../text/language";
import { Behind } from "./Behind";
import type { Place } from "./ChartCard";
import { type Drawn, listOf, OTHER_KIND, type Part, type Row, shareOf } from "./drawn";
import { inWords } from "./words";

/** How many groups are drawn; all of them stand in the table. */
const DRAWN = { page: 12, wall: 8 };
/** How many of them where they follow one another in time. */
const DRAWN_TIMES = { page: 31, wall: 12 };
/** So few lines leave room for names of two. */
const FEW = 5;
/** From which share of the longest bar on a part has room for its number. */
const ROOM = { page: 0.09, wall: 0.18 };

interface BarsProps {
  drawn: Drawn;
  isStacked: boolean;
  /** What is counted apart is called. */
  word: string;
  /** Times are drawn however many there are. */
  isTime: boolean;
  place: Place;
}

export function Bars({ drawn, isStacked, word, isTime, place }: BarsProps) {
  const t = useText();
  const label = useLabel();
  // A line for each series: on the wall only so many are read from afar.
  const perGroup = place === "wall" && !isStacked ? Math.max(1, drawn.kinds.length) : 1;
  const rows = isTime
    ? drawn.rows.slice(-Math.ceil(DRAWN_TIMES[place] / perGroup))
    : drawn.rows.slice(0, Math.ceil(DRAWN[place] / perGroup));
  const sum = (row: Row) => row.parts.reduce((all, part) => all + part.count, 0);
  const top = Math.max(1, ...rows.map((row) => (isStacked ? sum(row) : Math.max(0, ...row.parts.map((p) => p.count)))));
  const isSeveral = drawn.kinds.length > 1;
  const at = (part: Part) => drawn.kinds.findIndex(({ key }) => key === part.key) % PATTERNS;
  const patternOf = (key: string, index: number) => (key === OTHER_KIND ? "rest" : index % PATTERNS);
  const lines = isStacked ? rows.length : rows.reduce((all, { parts }) => all + Math.max(1, parts.length), 0);
  const left = drawn.rows.length - rows.length;
  const isApart = rows.some(({ parts }) => parts.some(({ counted }) => counted !== undefined));
  return (
    <>
      {isStacked || isSeveral ? (
        <ul className="board-kinds">
          {drawn.kinds.map((kind, index) => (
            <li key={kind.key}>
              <span className={`swatch pattern-${patternOf(kind.key, index)}`} />
              {label(kind.label)}
            </li>
          ))}
        </ul>
      ) : isApart && !isStacked ? (
        <ul className="board-kinds">
          <li>
            <span className="swatch pattern-0" />
            {word}
          </li>
          <li>
            <span className="swatch pattern-rest" />
            {t("board.the_rest")}
          </li>
        </ul>
      ) : null}
      <ul
        className={[
          "bars",
          isStacked ? "stacked" : "",
          lines <= FEW ? "few" : "",
          isApart && !isStacked ? "with-shares" : "",
        ]
          .filter(Boolean)
          .join(" ")}
        style={{ "--lines": lines } as CSSProperties}
      >
        {rows.map((row) => (
          <li key={row.key}>
            <span className="bar-label">{label(row.label)}</span>
            <div className="bar-lines">
              {isStacked ? (
                <div className="bar-line">
                  <span className="bar-track" style={{ width: `${(sum(row) / top) * 100}%` }}>
                    {row.parts.map((part) => (
                      <Behind
                        key={part.key}
                        {...listOf(part)}
                        label={inWords(label(row.label), part, true, word, t, label)}
                        className={`bar-part pattern-${patternOf(part.key, at(part))}`}
                        style={{ flexGrow: part.count }}
                      >
                        {row.parts.length > 1 && part.count / top >= ROOM[place] ? (
                          <span className="in-bar">{part.count}</span>
                        ) : null}
                      </Behind>
                    ))}
                  </span>
                  <span className="bar-value">{sum(row)}</span>
                </div>
              ) : (
                row.parts.map((part) => (
                  <Line
                    key={part.key}
                    part={part}
                    top={top}
                    pattern={at(part)}
                    word={word}
                    said={inWords(label(row.label), part, isSeveral, word, t, label)}
                  />
                ))
              )}
              {row.parts.length === 0 && !isStacked ? <span className="bar-value">0</span> : null}
            </div>
          </li>
        ))}
      </ul>
      {left > 0 ? (
        <p className="quiet">{t(place === "wall" ? "board.more_behind" : "board.more", { n: left })}</p>
      ) : null}
    </>
  );
}

const PATTERNS = 6;

interface LineProps {
  part: Part;
  top: number;
  pattern: number;
  word: string;
  said: string;
}

/** A bar, with what of it is counted apart filled and the rest hatched. */
function Line({ part, top, pattern, word, said }: LineProps) {
  const { count, counted } = part;
  return (
    <div className="bar-line">
      <span className="bar-track" style={{ width: `${(count / top) * 100}%` }}>
        {counted === undefined || counted === 0 ? null : (
          <Behind
            process={part.process}
            count={counted}
            filter={part.countedFilter}
            label={`${said} · ${word}`}
            className="bar-part pattern-0"
            style={{ flexGrow: counted }}
          />
        )}
        {count > (counted ?? 0) ? (
          <Behind
            {...listOf(part)}
            label={said}
            isDouble
            className={`bar-part pattern-${counted === undefined ? pattern : "rest"}`}
            style={{ flexGrow: count - (counted ?? 0) }}
          />
        ) : null}
      </span>
      <span className="bar-value">
        <Behind {...listOf(part)} label={said}>
          {count}
        </Behind>
        {counted === undefined ? null : <span className="quiet"> · {shareOf(counted, count)}%</span>}
      </span>
    </div>
  );
}
