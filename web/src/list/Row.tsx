// A row of the dense list.
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import type { ListedRecord, Process } from "../api/wire";
import { Void } from "../look/State";
import type { ListSearch } from "../router";
import { Cell } from "./Cell";

interface RowProps {
  process: Process;
  record: ListedRecord;
  columns: string[];
  labels: string[];
  search: ListSearch;
  isAt: boolean;
  onStand: (number: string) => void;
}

export const Row = memo(function Row({ process, record, columns, labels, search, isAt, onStand }: RowProps) {
  const link = (className: string, text: string) => (
    <Link
      className={className}
      to="/records/$process/$number"
      params={{ process: process.id, number: record.number }}
      search={search}
      title={className === "title" ? text : undefined}
    >
      {text}
    </Link>
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
              {link("title", record.title)}
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
