// The figures of a chart as a table, each number opening its list.
import type { CSSProperties } from "react";
import { useLabel, useText } from "../text/language";
import { Behind } from "./Behind";
import type { Place } from "./ChartCard";
import { type Drawn, listOf, type Row, shareOf } from "./drawn";

interface FiguresTableProps {
  drawn: Drawn;
  title: string;
  /** What is counted apart is called; none: nothing is. */
  word: string | undefined;
  place: Place;
}

/** How many rows can be read on the wall. */
const ON_WALL = 10;

export function FiguresTable({ drawn, title, word, place }: FiguresTableProps) {
  const t = useText();
  const label = useLabel();
  const partOf = (row: Row, kind: string) => row.parts.find(({ key }) => key === kind);
  const isSeveral = drawn.kinds.length > 1;
  const rows = place === "wall" ? drawn.rows.slice(0, ON_WALL) : drawn.rows;
  const left = drawn.rows.length - rows.length;
  return (
    <div className="figures-table" style={{ "--lines": rows.length } as CSSProperties}>
      <table className="inner-table" aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{t("board.group")}</th>
            {drawn.kinds.map((kind) => (
              <th key={kind.key} scope="col" className="number">
                {label(kind.label) || t("board.count")}
              </th>
            ))}
            {word === undefined ? null : (
              <>
                <th scope="col" className="number">
                  {word}
                </th>
                <th scope="col" className="number">
                  {t("board.share")}
                </th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{label(row.label)}</th>
              {drawn.kinds.map((kind) => {
                const part = partOf(row, kind.key);
                return (
                  <td key={kind.key} className="number">
                    {part ? <Behind {...listOf(part)}>{part.count}</Behind> : 0}
                  </td>
                );
              })}
              {word === undefined || isSeveral ? null : <Apart row={row} />}
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 ? <p className="quiet">{t("board.more_behind", { n: left })}</p> : null}
    </div>
  );
}

function Apart({ row }: { row: Row }) {
  const [part] = row.parts;
  const counted = part?.counted ?? 0;
  return (
    <>
      <td className="number">
        {part ? (
          <Behind process={part.process} count={counted} filter={part.countedFilter}>
            {counted}
          </Behind>
        ) : (
          0
        )}
      </td>
      <td className="number">{part && part.count > 0 ? `${shareOf(counted, part.count)}%` : ""}</td>
    </>
  );
}
