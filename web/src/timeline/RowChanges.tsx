// The lines of a checklist that an entry changed; the table itself stands on the record.
import type { Change, CountedTable, Field } from "../api/wire";
import { useLabel, useText } from "../text/language";
import { type LineChange, lineChanges } from "./rows";

const WORDS: { [is in LineChange["is"]]: string } = {
  done: "timeline.line_done",
  undone: "timeline.line_undone",
  added: "timeline.line_added",
  removed: "timeline.line_removed",
  reworded: "timeline.line_reworded",
  moved: "timeline.line_moved",
};

interface RowChangesProps {
  counted: CountedTable;
  field: Field;
  change: Change;
}

export function RowChanges({ counted, field, change }: RowChangesProps) {
  const t = useText();
  const label = useLabel();
  const line = field.columns.find((column) => column.kind === "text")?.id ?? "";
  return lineChanges(counted.column, line, change.from, change.to).map((one, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: two lines may say the same
    <li key={index}>
      <span className="quiet">{label(field.label, field.id)}</span> {t(WORDS[one.is], { line: one.line })}
    </li>
  ));
}
