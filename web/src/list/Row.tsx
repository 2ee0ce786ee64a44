// A row of the dense list.
import { memo } from "react";
import type { ListedRecord, Present, Process } from "../api/wire";
import { Void } from "../look/State";
import { useText } from "../text/language";
import { RecordAnchor } from "../text/RecordAnchor";
import { AtRow } from "./AtRow";
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
  isChosen: boolean;
  /** Who else has it open now. */
  others?: Present[];
  onStand: (number: string) => void;
  /** Chooses it or leaves it; with a range, all from the one before as well. */
  onToggle: (number: string, isRange: boolean) => void;
}

export const Row = memo(function Row(props: RowProps) {
  const { process, record, title, columns, labels, query, isAt, isChosen, others, onStand, onToggle } = props;
  const t = useText();
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
      className={[isAt ? "at" : "", isChosen ? "chosen" : "", record.is_void ? "void" : ""].join(" ").trim()}
      aria-current={isAt ? "true" : undefined}
      onClick={() => onStand(record.number)}
    >
      <td data-column="number">
        <input
          type="checkbox"
          className="choose"
          aria-label={t("bulk.choose", { number: record.number })}
          checked={isChosen}
          onClick={(event) => event.stopPropagation()}
          onChange={({ nativeEvent }) =>
            onToggle(record.number, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
          }
        />
        {link("number", record.number)}
        {others && !columns.includes(process.title) ? <AtRow others={others} /> : null}
      </td>
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
              {others ? <AtRow others={others} /> : null}
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
