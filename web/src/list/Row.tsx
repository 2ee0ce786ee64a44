// A row of the dense list.
import { memo } from "react";
import type { ListedRecord, Process } from "../api/wire";
import { Void } from "../look/State";
import { RecordAnchor } from "../text/RecordAnchor";
import { Cell } from "./Cell";

interface RowProps {
  process: Process;
  record: ListedRecord;
  title: string;
  columns: string[];
  labels: string[];
  /** What the address of an opened record says of the list. */
  query: string;
  isAt: boolean;
  onStand: (number: string) => void;
}

export const Row = memo(function Row({ process, record, title, columns, labels, query, isAt, onStand }: RowProps) {
  const link = (className: string, text: string) => (
    <RecordAnchor
      className={className}
      process={process.id}
      number={record.number}
      query={query}
      title={className === "title" ? text : undefined}
    >
      {text}
    </RecordAnchor>
  );
  return (
    <tr
      className={[isAt ? "at" : "", record.is_void ? "void" : ""].join(" ").trim()}
      aria-current={isAt ? "true" : undefined}
      onClick={() => onStand(record.number)}
    >
      <td data-column="number">{link("number", record.number)}</td>
      {columns.map((column, index) => (
        <td
          key={column}
          data-column={column}
          data-title={column === process.title || undefined}
          data-label={labels[index]}
        >
          {column === process.title ? (
            <>
              {link("title", title)}
              {record.is_void && !columns.includes("state") ? <Void /> : null}
            </>
          ) : (
            <Cell process={process} record={record} column={column} />
          )}
        </td>
      ))}
    </tr>
  );
});
