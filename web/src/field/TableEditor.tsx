// Edits the rows of a table field: a control per column, a row added or taken away.

import { Button } from "antd";
import type { Field, TableRow } from "../api/wire";
import { RowAround } from "../content/around";
import { CloseIcon, PlusIcon } from "../look/icon";
import { useLabel, useText } from "../text/language";
import { FieldInput } from "./FieldInput";

export function TableEditor({
  field,
  rows,
  onChange,
}: {
  field: Field;
  rows: TableRow[];
  onChange: (rows: TableRow[]) => void;
}) {
  const t = useText();
  const label = useLabel();
  const columns = field.columns ?? [];
  const set = (index: number, column: string, value: TableRow[string]) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, [column]: value } : row)));
  return (
    <div className="table-editor">
      <table className="inner-table" aria-label={label(field.label, field.id)}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col">
                {label(column.label, column.id)}
                {column.help ? <span className="column-help">{label(column.help)}</span> : null}
              </th>
            ))}
            <th scope="col">
              <span className="unseen">{t("field.remove_row")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row has no identity but its place
            <tr key={index}>
              <RowAround value={row}>
                {columns.map((column) => (
                  <td key={column.id}>
                    <FieldInput
                      field={column}
                      value={row[column.id]}
                      onChange={(value) => set(index, column.id, value)}
                    />
                  </td>
                ))}
              </RowAround>
              <td>
                <Button
                  type="text"
                  icon={<CloseIcon />}
                  aria-label={t("field.remove_row")}
                  onClick={() => onChange(rows.filter((_, at) => at !== index))}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button size="small" icon={<PlusIcon />} onClick={() => onChange([...rows, {}])}>
        {t("field.add_row")}
      </Button>
    </div>
  );
}
