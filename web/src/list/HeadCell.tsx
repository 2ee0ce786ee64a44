// The head of a column: a click sorts, its right edge is dragged or moved by keys.
import type { ReactNode } from "react";
import type { Process } from "../api/wire";
import { Splitter } from "../pane/Splitter";
import { useText } from "../text/language";
import { isSortable, sortedColumn, useColumnLabel } from "./column";
import { NARROWEST, WIDEST } from "./columns";

interface HeadCellProps {
  process: Process;
  column: string;
  width: number;
  usual: number;
  sort: string | undefined;
  onSort: () => void;
  onResize: (width: number) => void;
  /** What stands before its label. */
  lead?: ReactNode;
}

export function HeadCell({ process, column, width, usual, sort, onSort, onResize, lead }: HeadCellProps) {
  const t = useText();
  const label = useColumnLabel(process)(column);
  const isSorted = sortedColumn(sort) === column;
  const direction = sort?.startsWith("-") ? "descending" : "ascending";
  return (
    <th scope="col" data-column={column} aria-sort={isSorted ? direction : undefined}>
      {lead}
      {isSortable(process, column) ? (
        <button type="button" onClick={onSort}>
          {label}
          <span aria-hidden="true">{isSorted ? (direction === "descending" ? " ↓" : " ↑") : ""}</span>
        </button>
      ) : (
        <span className="head-label">{label}</span>
      )}
      <Splitter
        label={t("column.width_of", { column: label })}
        width={width || TITLE}
        range={{ least: NARROWEST, most: WIDEST, usual: usual || TITLE }}
        sizes="before"
        onChange={onResize}
      />
    </th>
  );
}

/** How wide the title is to begin with, once somebody drags it. */
const TITLE = 320;
