// A cell of a list: what the column's id means on this record.
import { fieldOf } from "../api/definitions";
import type { ListedRecord, Process } from "../api/wire";
import { FieldText } from "../field/FieldText";
import { Due } from "../look/Due";
import { RecordState } from "../look/State";
import { near } from "../text/time";

export function Cell({ process, record, column }: { process: Process; record: ListedRecord; column: string }) {
  const field = fieldOf(process, column);
  if (field) return <FieldText field={field} value={record.fields[column]} />;
  switch (column) {
    case "state":
      return <RecordState process={process} record={record} />;
    case "due_at":
      return record.due_at ? <Due at={record.due_at} /> : <span className="absent">—</span>;
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
