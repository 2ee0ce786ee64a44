// One line of a checklist: its box, what it says, who has done it and when; and what else can be done with it.
import { Button, Checkbox } from "antd";
import type { CountedTable, RowsChanged, TableRow } from "../api/wire";
import { isReference } from "../field/value";
import { CloseIcon, DownIcon, UpIcon } from "../look/icon";
import { LinkedText } from "../text/LinkedText";
import { useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { near } from "../text/time";

interface ChecklistLineProps {
  counted: CountedTable;
  /** The column that says what is to be done. */
  text: string;
  row: TableRow;
  index: number;
  isLast: boolean;
  editable: boolean;
  onChange: (change: RowsChanged) => void;
}

export function ChecklistLine({ counted, text, row, index, isLast, editable, onChange }: ChecklistLineProps) {
  const t = useText();
  const line = String(row[text] ?? "");
  const done = row[counted.column] === true;
  const { [counted.by]: by, [counted.at]: at } = row;
  const where = { row: index, was: { [text]: line } };
  return (
    <li className={done ? "done" : undefined}>
      <Checkbox
        checked={done}
        disabled={!editable}
        aria-label={line}
        onChange={(event) => onChange({ set: { ...where, to: { [counted.column]: event.target.checked } } })}
      />
      <span className="line">
        <LinkedText text={line} />
      </span>
      {done ? (
        <span className="quiet signed">
          {isReference(by) ? <RecordLink to={by} /> : null}{" "}
          {at ? <time dateTime={String(at)}>{near(String(at))}</time> : null}
        </span>
      ) : null}
      {editable ? (
        <span className="line-acts">
          <Button
            type="text"
            size="small"
            icon={<UpIcon />}
            disabled={index === 0}
            aria-label={t("record.line_up", { line })}
            onClick={() => onChange({ move: { ...where, before: index - 1 } })}
          />
          <Button
            type="text"
            size="small"
            icon={<DownIcon />}
            disabled={isLast}
            aria-label={t("record.line_down", { line })}
            onClick={() => onChange({ move: { ...where, before: index + 1 } })}
          />
          <Button
            type="text"
            size="small"
            icon={<CloseIcon />}
            aria-label={t("record.line_away", { line })}
            onClick={() => onChange({ remove: where })}
          />
        </span>
      ) : null}
    </li>
  );
}
