// The head of a form: whose it is, what it is, its number, version, state, how widely it may go round.
import { stateOf } from "../api/definitions";
import type { Process, YuhengRecord } from "../api/wire";
import { useLabel, useText } from "../text/language";
import { moment } from "../text/time";
import type { Classification } from "./paper";
import { useClassification } from "./words";

interface PaperHeadProps {
  company: string;
  process: Process;
  record: YuhengRecord;
  classification: Classification;
}

export function PaperHead({ company, process, record, classification }: PaperHeadProps) {
  const t = useText();
  const label = useLabel();
  const state = record.is_void ? t("record.void") : label(stateOf(process, record.state)?.label, record.state);
  const heads = [
    [t("print.number"), record.number],
    [t("print.version"), String(record.version)],
    [t("print.class"), useClassification(record, classification)],
    [t("print.state"), state],
    [t("print.opened"), moment(record.opened_at)],
    [t("print.by"), record.opened_by?.title ?? ""],
    [t("print.ended"), record.closed_at ? moment(record.closed_at) : ""],
    [t("print.changed"), moment(record.updated_at)],
  ];
  const rows = [heads.slice(0, 4), heads.slice(4)];
  return (
    <header className="paper-head">
      <p className="paper-company">{company}</p>
      <h1>{t("print.form", { process: label(process.label) })}</h1>
      <p className="paper-title">{record.title}</p>
      <table>
        <tbody>
          {rows.map((row) => (
            <tr key={row[0]?.[0]}>
              {row.map(([name, value]) => (
                <td key={name}>
                  <span className="paper-name">{name}</span>
                  {value || "—"}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </header>
  );
}
