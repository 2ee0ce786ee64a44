// A cell of a list: what the column's id means on this record.
import { fieldOf } from "../api/definitions";
import type { Clock, ListedRecord, Process } from "../api/wire";
import { FieldText } from "../field/FieldText";
import { Until } from "../look/Due";
import { RecordState } from "../look/State";
import { near } from "../text/time";
import { ClockCell } from "./ClockCell";
import { clockOf } from "./column";

interface CellProps {
  process: Process;
  record: ListedRecord;
  column: string;
}

export function Cell({ process, record, column }: CellProps) {
  const field = fieldOf(process, column);
  if (field) return <FieldText field={field} value={record.fields[column]} />;
  const clock = clockIn(record, column);
  if (clock) return <ClockCell clock={clock} process={process} />;
  switch (column) {
    case "state":
      return <RecordState process={process} record={record} />;
    case "due_at":
      return <Until record={record} otherwise={<span className="absent">—</span>} />;
    case "opened_at":
    case "updated_at":
    case "resolved_at":
    case "closed_at":
      return record[column] ? (
        <time dateTime={record[column]}>{near(record[column])}</time>
      ) : (
        <span className="absent">—</span>
      );
    default:
      return <span className="absent">—</span>;
  }
}

/** The clock that a column shows: its own, or whichever is due first. */
function clockIn(record: ListedRecord, column: string): Clock | undefined {
  const own = clockOf(column);
  if (own) return record.clocks.find((clock) => clock.id === own);
  if (column !== "due_at" || !record.due_at) return undefined;
  return record.clocks.find((clock) => clock.state === "running" && clock.due_at === record.due_at);
}
