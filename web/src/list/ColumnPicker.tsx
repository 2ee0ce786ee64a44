// Chooses the columns of a list and their order: dragged, or moved up and down by buttons.
import { Button, Checkbox, Popover } from "antd";
import { type DragEvent, useRef, useState } from "react";
import type { Process } from "../api/wire";
import { ColumnsIcon, DownIcon, UpIcon } from "../look/icon";
import { Opened } from "../look/Opened";
import { useOffers } from "../palette/offer";
import { inBoth, useText } from "../text/language";
import { offered, useColumnLabel } from "./column";
import type { Columns } from "./columns";

export function ColumnPicker({ process, columns }: { process: Process; columns: Columns }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const show = () => setOpen(true);
  useOffers([{ id: "columns", kind: "act", about: "list", label: inBoth("column.choose"), run: show }]);
  const leave = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      destroyOnHidden
      content={
        <Opened label={t("column.choose")} className="column-picker" onLeave={leave}>
          <Picker {...{ process, columns }} />
        </Opened>
      }
    >
      <Button ref={button} size="small" className="columns-button" icon={<ColumnsIcon />}>
        {t("column.columns")}
      </Button>
    </Popover>
  );
}

/** The list with one of its columns moved to another place. */
export function moved(columns: string[], column: string, to: number): string[] {
  const others = columns.filter((one) => one !== column);
  return [...others.slice(0, to), column, ...others.slice(to)];
}

function Picker({ process, columns }: { process: Process; columns: Columns }) {
  const t = useText();
  const label = useColumnLabel(process);
  const [dragged, setDragged] = useState<string>();
  const { chosen, choose, reset } = columns;
  const others = offered(process).filter((column) => !chosen.includes(column));
  const over = (event: DragEvent, to: number) => {
    if (!dragged) return;
    event.preventDefault();
    if (chosen.indexOf(dragged) !== to) choose(moved(chosen, dragged, to));
  };
  return (
    <>
      <ol className="plain" aria-label={t("column.shown")}>
        {chosen.map((column, at) => (
          <li
            key={column}
            draggable
            className={column === dragged ? "dragged" : undefined}
            onDragStart={() => setDragged(column)}
            onDragOver={(event) => over(event, at)}
            onDragEnd={() => setDragged(undefined)}
          >
            <Checkbox
              checked
              disabled={chosen.length === 1}
              onChange={() => choose(chosen.filter((one) => one !== column))}
            >
              {label(column)}
            </Checkbox>
            <Button
              type="text"
              size="small"
              icon={<UpIcon />}
              disabled={at === 0}
              aria-label={t("column.up", { column: label(column) })}
              onClick={() => choose(moved(chosen, column, at - 1))}
            />
            <Button
              type="text"
              size="small"
              icon={<DownIcon />}
              disabled={at === chosen.length - 1}
              aria-label={t("column.down", { column: label(column) })}
              onClick={() => choose(moved(chosen, column, at + 1))}
            />
          </li>
        ))}
      </ol>
      <ul className="plain" aria-label={t("column.others")}>
        {others.map((column) => (
          <li key={column}>
            <Checkbox checked={false} onChange={() => choose([...chosen, column])}>
              {label(column)}
            </Checkbox>
          </li>
        ))}
      </ul>
      {reset ? (
        <Button size="small" onClick={reset}>
          {t("column.reset")}
        </Button>
      ) : null}
    </>
  );
}
