// What changed of a checklist: the lines, not the table.
import type { Change, CountedTable, Entry, Process, TableRow, Value } from "../api/wire";

export interface LineChange {
  is: "done" | "undone" | "added" | "removed" | "reworded" | "moved";
  line: string;
}

const rowsOf = (value: Value): TableRow[] => (Array.isArray(value) ? value : []);

/** The rule of counting whose table a change is of. */
export const countedOf = (process: Process, change: Change): CountedTable | undefined =>
  process.counted.find(({ from }) => from === change.field);

/** Whether a change is how far the checklist is, in an entry that shows the lines themselves: how many are open is said by that. */
export const isCount = (process: Process, entry: Entry, change: Change) =>
  process.counted.some(({ from, open }) => open === change.field && entry.changes.some(({ field }) => field === from));

/** The lines that differ: found again by what they say, wherever they stand. */
export function lineChanges(done: string, line: string, before: Value, after: Value): LineChange[] {
  const left = [...rowsOf(before)];
  const found: LineChange[] = [];
  const fresh: TableRow[] = [];
  for (const row of rowsOf(after)) {
    const at = left.findIndex((one) => one[line] === row[line]);
    const [was] = at < 0 ? [] : left.splice(at, 1);
    if (!was) fresh.push(row);
    else if ((was[done] === true) !== (row[done] === true)) {
      found.push({ is: row[done] === true ? "done" : "undone", line: String(row[line] ?? "") });
    }
  }
  const isReworded = fresh.length === left.length;
  for (const row of fresh) found.push({ is: isReworded ? "reworded" : "added", line: String(row[line] ?? "") });
  if (!isReworded) for (const row of left) found.push({ is: "removed", line: String(row[line] ?? "") });
  return found.length > 0 ? found : [{ is: "moved", line: "" }];
}
