// What is wrong with which row: its number, its field, why.
import { fieldOf } from "../api/definitions";
import type { Imported, Process } from "../api/wire";
import { useLabel, useText } from "../text/language";

interface ProblemsProps {
  process: Process;
  problems: Imported["problems"];
}

export function Problems({ process, problems }: ProblemsProps) {
  const t = useText();
  const label = useLabel();
  const name = (field: string) => label(fieldOf(process, field.replace(/\[.*/, ""))?.label, field);
  return (
    <div className="scroll">
      <table className="records import-problems">
        <thead>
          <tr>
            <th scope="col">{t("import.row")}</th>
            <th scope="col">{t("list.field")}</th>
            <th scope="col">{t("import.message")}</th>
          </tr>
        </thead>
        <tbody>
          {problems.map(({ row, field, message }) => (
            <tr key={`${row} ${field} ${message}`}>
              <td className="figure">{row}</td>
              <td>{field ? name(field) : "—"}</td>
              <td>{message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
