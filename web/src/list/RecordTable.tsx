// The dense list: columns from the definition, sorting by the header, moved through by keys.
import { Link } from "@tanstack/react-router";
import type { ListedRecord, Process } from "../api/wire";
import { Void } from "../look/State";
import type { ListSearch } from "../router";
import { Cell } from "./Cell";
import { isSortable, nextSort, sortedColumn, useColumnLabel } from "./column";
import { useListKeys } from "./keys";

export interface RecordTableProps {
  process: Process;
  records: ListedRecord[];
  columns: string[];
  search: ListSearch;
  onSort?: (sort: string | undefined) => void;
  current?: string;
}

export function RecordTable({ process, records, columns, search, onSort, current }: RecordTableProps) {
  const label = useColumnLabel(process);
  const at = useListKeys(process, records, search, current);
  const sorted = sortedColumn(search.sort);
  const direction = search.sort?.startsWith("-") ? "descending" : "ascending";
  return (
    <table className="records">
      <thead>
        <tr>
          {["number", ...columns].map((column) => (
            <th key={column} scope="col" aria-sort={sorted === column ? direction : undefined}>
              {onSort && isSortable(process, column) ? (
                <button type="button" onClick={() => onSort(nextSort(process, search.sort, column))}>
                  {label(column)}
                  <span aria-hidden="true">{sorted === column ? (direction === "descending" ? " ↓" : " ↑") : ""}</span>
                </button>
              ) : (
                label(column)
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {records.map((record, index) => (
          <tr
            key={record.id}
            className={[index === at ? "at" : "", record.is_void ? "void" : ""].join(" ").trim()}
            aria-current={record.number === current ? "true" : undefined}
          >
            <td data-column="number">
              <Link
                className="number"
                to="/records/$process/$number"
                params={{ process: process.id, number: record.number }}
                search={search}
              >
                {record.number}
              </Link>
            </td>
            {columns.map((column) => (
              <td
                key={column}
                data-column={column}
                data-title={column === process.title || undefined}
                data-label={label(column)}
              >
                {column === process.title ? (
                  <>
                    <Link
                      className="title"
                      to="/records/$process/$number"
                      params={{ process: process.id, number: record.number }}
                      search={search}
                    >
                      {record.title}
                    </Link>
                    {record.is_void && !columns.includes("state") ? <Void /> : null}
                  </>
                ) : (
                  <Cell process={process} record={record} column={column} />
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
