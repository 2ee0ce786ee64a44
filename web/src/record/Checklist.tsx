// The checklist of a record: a line is ticked by one click, and keeps who ticked it and when. Each change is of one line, so that
// two people at the same list are not in each other's way.
import { Button, Dropdown, Input, type InputRef } from "antd";
import { useRef, useState } from "react";
import { linesOf, useTemplates } from "../api/checklist";
import { fieldOf } from "../api/definitions";
import { type RecordAddress, useChanges } from "../api/record";
import type { CountedTable, Process, RowsChanged, YuhengRecord } from "../api/wire";
import { Fault } from "../look/Fault";
import { DownIcon, PlusIcon } from "../look/icon";
import { useLabel, useText } from "../text/language";
import { ChecklistLine } from "./ChecklistLine";
import { isEditable } from "./offers";
import "./checklist.css";

interface ChecklistProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
  counted: CountedTable;
}

export function Checklist({ at, process, record, counted }: ChecklistProps) {
  const t = useText();
  const label = useLabel();
  const { rows: changed } = useChanges(at);
  const [writing, setWriting] = useState(false);
  const value = record.fields[counted.from];
  const rows = Array.isArray(value) ? value : [];
  const editable = isEditable(record, counted.from);
  const title = label(fieldOf(process, counted.from)?.label, counted.from);
  const change = (change: RowsChanged) => changed.mutateAsync({ field: counted.from, change }).catch(() => undefined);
  if (rows.length === 0 && !editable) return null;
  const done = rows.filter((row) => row[counted.column] === true).length;
  const add = (lines: string[]) =>
    change({ add: { rows: lines.map((line) => ({ [textOf(process, counted)]: line })) } });
  return (
    <section className="checklist" id={counted.from} aria-label={title}>
      <header>
        <h2>{title}</h2>
        {rows.length > 0 ? (
          <>
            <span className="figure">{t("record.checked_of", { done, all: rows.length })}</span>
            <progress
              max={rows.length}
              value={done}
              aria-label={t("record.checked", { progress: `${done}/${rows.length}` })}
            />
          </>
        ) : null}
        {editable ? <FromTemplate process={process.id} onAdd={add} onOwn={() => setWriting(true)} /> : null}
      </header>
      {rows.length > 0 ? (
        <ul>
          {rows.map((row, index) => (
            <ChecklistLine
              // biome-ignore lint/suspicious/noArrayIndexKey: a row has no identity but its place
              key={index}
              counted={counted}
              text={textOf(process, counted)}
              row={row}
              isLast={index === rows.length - 1}
              index={index}
              editable={editable}
              onChange={change}
            />
          ))}
        </ul>
      ) : null}
      {editable && (writing || rows.length > 0) ? <OwnLine focus={writing} onAdd={(line) => add([line])} /> : null}
      {changed.isError ? <Fault error={changed.error} /> : null}
    </section>
  );
}

/** The column that says what is to be done: the first that holds a text. */
function textOf(process: Process, { from }: CountedTable): string {
  return fieldOf(process, from)?.columns.find((column) => column.kind === "text")?.id ?? "";
}

function OwnLine({ focus, onAdd }: { focus: boolean; onAdd: (line: string) => void }) {
  const t = useText();
  const [line, setLine] = useState("");
  const field = useRef<InputRef>(null);
  const add = () => {
    if (line.trim() === "") return;
    onAdd(line.trim());
    setLine("");
    field.current?.focus();
  };
  return (
    <Input
      ref={field}
      className="own-line"
      variant="borderless"
      autoFocus={focus}
      maxLength={200}
      prefix={<PlusIcon />}
      placeholder={t("record.add_line")}
      aria-label={t("record.add_line")}
      value={line}
      onChange={(event) => setLine(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
        event.preventDefault();
        add();
      }}
      onBlur={add}
    />
  );
}

interface FromTemplateProps {
  process: string;
  onAdd: (lines: string[]) => void;
  onOwn: () => void;
}

function FromTemplate({ process, onAdd, onOwn }: FromTemplateProps) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const templates = useTemplates(process, open);
  const items = (templates.data ?? []).map((template) => ({
    key: template.id,
    label: template.title,
    onClick: () => void linesOf(template).then(onAdd),
  }));
  const own = { key: "own", label: t("record.own_line"), onClick: onOwn };
  const why = templates.isError ? templates.error.message : t("record.no_templates");
  const none = { key: "none", label: why, disabled: true };
  return (
    <Dropdown
      trigger={["click"]}
      open={open}
      onOpenChange={setOpen}
      menu={{ items: [...(items.length > 0 || templates.isPending ? items : [none]), { type: "divider" }, own] }}
    >
      <Button type="text" size="small" icon={<PlusIcon />}>
        {t("record.add_lines")} <DownIcon />
      </Button>
    </Dropdown>
  );
}
