// A value as it is read.
import type { Field, Process, TableRow, Value } from "../api/wire";
import { RowAround } from "../content/around";
import { useFieldParts } from "../content/context";
import { AnswersText } from "../form/AnswersText";
import { FormText } from "../form/FormText";
import { isAnswers, isQuestions } from "../form/shape";
import { Folded } from "../text/Folded";
import { LinkedText } from "../text/LinkedText";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { moment } from "../text/time";
import { namesParts, useNamed } from "./named";
import { isEmpty, isReference } from "./value";

export function FieldText({ field, value }: { field: Field | undefined; value: Value }) {
  const t = useText();
  const label = useLabel();
  const Reader = useFieldParts(field)?.Reader;
  if (isEmpty(value)) return <span className="absent">—</span>;
  if (isReference(value)) return <RecordLink to={value} />;
  // An identity by itself tells nobody anything.
  if (field?.kind === "reference") return <span className="absent">—</span>;
  if (Array.isArray(value) && isAnswers(field)) return <AnswersText rows={value} />;
  if (Array.isArray(value) && isQuestions(field)) return <FormText rows={value} />;
  if (Array.isArray(value)) return <TableText columns={field?.columns ?? []} rows={value} />;
  if (typeof value === "boolean") return <span>{value ? t("field.yes") : t("field.no")}</span>;
  if (field?.kind === "choice") {
    return <span>{label(field.options?.find((option) => option.id === value)?.label, String(value))}</span>;
  }
  if (field?.kind === "timestamp") return <time dateTime={String(value)}>{moment(String(value))}</time>;
  if (typeof value === "number" || field?.kind === "decimal") return <span className="figure">{value}</span>;
  if (Reader) return <Reader text={String(value)} />;
  return namesParts(field) ? <NamedText field={field} text={String(value)} /> : <LinkedText text={String(value)} />;
}

function NamedText({ field, text }: { field: Field | undefined; text: string }) {
  return <LinkedText text={useNamed()(field, text) ?? text} />;
}

function TableText({ columns, rows }: { columns: Field[]; rows: TableRow[] }) {
  const label = useLabel();
  return (
    <div className="table-text">
      <table className="inner-table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col">
                {label(column.label, column.id)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row has no identity but its place
            <tr key={index}>
              <RowAround value={row}>
                {columns.map((column) => (
                  <td key={column.id}>
                    <FieldText field={column} value={row[column.id]} />
                  </td>
                ))}
              </RowAround>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A value where it stands among others: of work, a long text is folded; what stands is there to be read. */
export function FoldedFieldText({ process, field, value }: { process: Process; field: Field; value: Value }) {
  const shown = <FieldText field={field} value={value} />;
  if (field.kind !== "long_text" || typeof value !== "string" || process.lifetime === "standing") return shown;
  return <Folded text={value}>{shown}</Folded>;
}
