// How far the rows of a file are, tried or opened; what came of them so far.
import type { How } from "../api/imports";
import type { Imported, ImportRow, ImportTable } from "../api/wire";

/** The most rows of a part. */
const ROWS = 200;
/** The most letters of a part; one row is a part, however long it is. */
const LETTERS = 200_000;

export interface Course {
  how: How;
  table: ImportTable;
  /** What its rows are opened under, once each. */
  key: string;
  /** How many rows have been answered for. */
  done: number;
  opened: Imported["opened"];
  already: Imported["already"];
  problems: Imported["problems"];
  failed: Imported["failed"];
}

/** A file of which no row has been sent yet. */
export function begun(how: How, table: ImportTable, key: string): Course {
  return { how, table, key, done: 0, opened: [], already: [], problems: [], failed: [] };
}

export const isDone = ({ done, table }: Course) => done >= table.rows.length;

/** The rows to be sent next; none: all have been. */
export function nextRows({ table, done }: Course): ImportRow[] {
  const rows: ImportRow[] = [];
  let letters = 0;
  for (const row of table.rows.slice(done, done + ROWS)) {
    letters += row.cells.reduce((sum, cell) => sum + cell.length + 3, 0);
    if (rows.length > 0 && letters > LETTERS) break;
    rows.push(row);
  }
  return rows;
}

/** Where it is after an answer. */
export function after(course: Course, came: Imported): Course {
  return {
    ...course,
    done: course.done + came.rows,
    opened: [...course.opened, ...came.opened],
    already: [...course.already, ...came.already],
    problems: [...course.problems, ...came.problems],
    failed: [...course.failed, ...came.failed],
  };
}
