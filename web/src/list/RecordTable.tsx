// The dense list: chosen columns with their widths, sorted by the header, drawn as far as it is in sight.
import { useMemo, useState } from "react";
import type { PresentAtRecords } from "../api/presence";
import type { Definitions, ListedRecord, Process } from "../api/wire";
import { ChooseLoaded } from "../bulk/ChooseLoaded";
import type { Selection } from "../bulk/selection";
import { useTitleOf } from "../field/named";
import { NUMBER, useColumnLabel, usualWidth } from "./column";
import type { Columns } from "./columns";
import { GroupRow } from "./GroupRow";
import type { Line } from "./group";
import { HeadCell } from "./HeadCell";
import { Row } from "./Row";
import { ROW, type Shown } from "./window";

export interface RecordTableProps {
  definitions: Definitions;
  process: Process;
  records: ListedRecord[];
  /** The records as they stand, below the headings of their groups if there are any. */
  lines: Line[];
  folded: string[];
  columns: Columns;
  /** What the address of an opened record says of the list. */
  query: string;
  sort: string | undefined;
  at: string | undefined;
  /** Who is at the records in sight. */
  present: PresentAtRecords;
  /** How many lines stand before the first. */
  skipped: number;
  shown: Shown;
  /** Whether the records are still those of the view before. */
  isPast: boolean;
  selection: Selection;
  /** The list is to be in order of a column. */
  onSort: (column: string) => void;
  onStand: (number: string) => void;
  onFold: (group: string) => void;
}

/** The least that is left to the title. */
const TITLE = 200;

export function RecordTable(props: RecordTableProps) {
  const { definitions, process, records, lines, columns, sort, at, skipped, shown, isPast, selection } = props;
  const { folded, present, onSort, onStand, onFold } = props;
  const { chosen: taken, toggle } = selection;
  const label = useColumnLabel(process);
  const titleOf = useTitleOf();
  const query = useKept(props.query, isPast);
  const all = [NUMBER, ...columns.chosen];
  const chosen = columns.chosen.join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: a row is drawn anew when the columns are others, not each time
  const row = useMemo(() => ({ columns: columns.chosen, labels: columns.chosen.map(label) }), [chosen, process]);
  const widths = all.map(columns.widthOf);
  const least = widths.reduce((sum, width) => sum + (width || TITLE), 0);
  const gap = (rows: number) =>
    rows > 0 ? (
      <tr className="gap">
        <td colSpan={all.length} style={{ height: rows * ROW }} />
      </tr>
    ) : null;
  return (
    <table className={taken.size > 0 ? "records choosing" : "records"} style={{ minWidth: least }} aria-rowcount={-1}>
      <colgroup>
        {all.map((column, at) => (
          <col key={column} style={widths[at] ? { width: widths[at] } : undefined} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {all.map((column, at) => (
            <HeadCell
              key={column}
              process={process}
              column={column}
              width={widths[at] ?? 0}
              usual={usualWidth(definitions, process, column)}
              sort={sort}
              onSort={() => onSort(column)}
              onResize={(width) => columns.resize(column, width)}
              lead={
                column === NUMBER ? <ChooseLoaded records={isPast ? [] : records} selection={selection} /> : undefined
              }
            />
          ))}
        </tr>
      </thead>
      <tbody>
        {gap(skipped + shown.from)}
        {lines
          .slice(shown.from, shown.to)
          .map(({ record, group }) =>
            record ? (
              <Row
                key={record.id}
                process={process}
                record={record}
                title={titleOf({ process: process.id, title: record.title })}
                columns={row.columns}
                labels={row.labels}
                query={query}
                isAt={record.number === at}
                isChosen={taken.has(record.number)}
                others={present[record.id]}
                onStand={onStand}
                onToggle={toggle}
              />
            ) : (
              <GroupRow
                key={`group ${group.id}`}
                group={group}
                columns={all.length}
                isFolded={folded.includes(group.id)}
                onFold={onFold}
              />
            ),
          )}
        {gap(lines.length - shown.to)}
      </tbody>
    </table>
  );
}

/** A value as it was, as long as it is to be kept. */
function useKept<T>(value: T, isKept: boolean): T {
  const [kept, setKept] = useState(value);
  if (!isKept && kept !== value) setKept(value);
  return isKept ? kept : value;
}
