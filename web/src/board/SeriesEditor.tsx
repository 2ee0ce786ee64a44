// A series of a chart: of what, by what, which of them, within the board's period or not, and what of them is counted apart.
import { Select } from "antd";
import { type ReactNode, useId } from "react";
import { useDefinitions, useProcess } from "../api/definitions";
import type { Field, Process, TableRow, Value } from "../api/wire";
import { FieldRow } from "../field/FieldRow";
import { groupFields, stretchesOf, useGroupingLabel } from "../list/group";
import { useLabel, useText } from "../text/language";
import { Conditions } from "./Conditions";
import { textOf } from "./edited";

interface SeriesEditorProps {
  /** The columns of the table of charts. */
  columns: Field[];
  shape: string;
  row: TableRow;
  /** The chart has others beside it: each has a name. */
  isOneOfSeveral: boolean;
  faults: { [column: string]: string };
  onChange: (row: TableRow, column: string) => void;
}

export function SeriesEditor({ columns, shape, row, isOneOfSeveral, faults, onChange }: SeriesEditorProps) {
  const t = useText();
  const label = useLabel();
  const process = useProcess(textOf(row, "records_of"));
  const set = (column: string, value: Value) => onChange({ ...row, [column]: value || undefined }, column);
  const columnOf = (id: string) => columns.find((column) => column.id === id);
  const name = (id: string) => label(columnOf(id)?.label, id);
  const field = (id: string) => {
    const column = columnOf(id);
    return column ? (
      <FieldRow field={column} value={row[id]} fault={faults[id]} onChange={(value) => set(id, value)} />
    ) : null;
  };
  const by = (id: "by" | "split_by") =>
    process ? (
      <Part name={name(id)} fault={faults[id]}>
        {(at) => (
          <By
            id={at}
            process={process}
            shape={shape}
            isSplit={id === "split_by"}
            value={textOf(row, id)}
            onChange={(value) => set(id, value)}
          />
        )}
      </Part>
    ) : null;
  const conditions = (id: "filter" | "counted", title: string) =>
    process ? (
      <Part name={title} fault={faults[id]} isOfSeveral>
        {() => (
          <Conditions process={process} filter={textOf(row, id)} name={title} onChange={(value) => set(id, value)} />
        )}
      </Part>
    ) : null;
  return (
    <div className="series-editor">
      {isOneOfSeveral ? (
        <div className="two">
          {field("series")}
          {field("series_en")}
        </div>
      ) : null}
      <Part name={name("records_of")} fault={faults.records_of}>
        {(id) => (
          <Of
            id={id}
            value={textOf(row, "records_of")}
            // What was said of other records says nothing of these.
            onChange={(value) =>
              onChange(
                {
                  ...row,
                  records_of: value,
                  by: undefined,
                  split_by: undefined,
                  filter: undefined,
                  counted: undefined,
                },
                "records_of",
              )
            }
          />
        )}
      </Part>
      {shape === "figure" ? null : by("by")}
      {shape === "stacked" || shape === "table" ? by("split_by") : null}
      {conditions("filter", t("board.only"))}
      {process ? field("period_of") : null}
      {shape === "stacked" || textOf(row, "split_by") ? null : conditions("counted", t("board.counted_apart"))}
      {textOf(row, "counted") ? (
        <div className="two">
          {field("counted_as")}
          {field("counted_as_en")}
        </div>
      ) : null}
    </div>
  );
}

interface PickProps {
  id: string;
  value: string;
  onChange: (value: string | undefined) => void;
}

/** Whose records are counted, by the name of their process. */
function Of({ id, value, onChange }: PickProps) {
  const t = useText();
  const label = useLabel();
  const { groups, processes } = useDefinitions();
  const options = groups.map((group) => ({
    label: label(group.label),
    options: processes
      .filter((process) => process.group === group.id)
      .map((process) => ({ value: process.id, label: label(process.label) })),
  }));
  return (
    <Select
      id={id}
      showSearch={{ optionFilterProp: "label" }}
      placeholder={t("field.choose")}
      value={value || undefined}
      options={options.filter((group) => group.options.length > 0)}
      onChange={onChange}
    />
  );
}

/** By what they are counted, by its name; a line runs through time. */
function By({
  id,
  process,
  shape,
  isSplit,
  value,
  onChange,
}: PickProps & { process: Process; shape: string; isSplit: boolean }) {
  const t = useText();
  const grouping = useGroupingLabel(process);
  const option = (by: string) => ({ value: by, label: grouping(by) });
  return (
    <Select
      id={id}
      allowClear={isSplit}
      showSearch={{ optionFilterProp: "label" }}
      placeholder={t("field.choose")}
      value={value || undefined}
      options={[
        ...(shape === "line" ? [] : [{ label: t("board.by_field"), options: groupFields(process).map(option) }]),
        { label: t("board.by_time"), options: stretchesOf(process).map(option) },
      ]}
      onChange={onChange}
    />
  );
}

interface PartProps {
  name: string;
  fault: string | undefined;
  /** Several controls, which have names of their own. */
  isOfSeveral?: boolean;
  children: (id: string) => ReactNode;
}

function Part({ name, fault, isOfSeveral, children }: PartProps) {
  const id = useId();
  return (
    <div className="field-row">
      {isOfSeveral ? <span className="label">{name}</span> : <label htmlFor={id}>{name}</label>}
      {children(id)}
      {fault ? (
        <div className="fault" role="alert">
          {fault}
        </div>
      ) : null}
    </div>
  );
}
