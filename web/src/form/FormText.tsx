// A form as it is read: its questions, of what kind, and when each is asked.
import type { TableRow } from "../api/wire";
import { useLabel, useText } from "../text/language";
import { readCondition, useConditionWords } from "./clicked";
import { fieldOf } from "./question";
import { kindWord } from "./words";

export function FormText({ rows }: { rows: TableRow[] }) {
  const t = useText();
  const label = useLabel();
  const words = useConditionWords(rows);
  return (
    <ol className="form-text">
      {rows.map((row) => {
        const field = fieldOf(row);
        const when = typeof row.when === "string" ? row.when : "";
        return (
          <li key={field.id}>
            {label(field.label, field.id)}
            {field.required ? <span className="required">{t("field.required")}</span> : null}
            <span className="quiet">
              {t(kindWord(field.kind))}
              {field.options.length > 0 ? `：${field.options.map((one) => label(one.label)).join("、")}` : ""}
            </span>
            {when ? <span className="quiet asked-when">{words(readCondition(when) ?? when)}</span> : null}
          </li>
        );
      })}
    </ol>
  );
}
