// Which columns a file may have and what stands in them, with the file to fill in.
import { Button } from "antd";
import type { Field, Process } from "../api/wire";
import { DownloadIcon } from "../look/icon";
import { useLabel, useText } from "../text/language";
import { importable, keep, template } from "./template";

export function Columns({ process, only, isOpen }: { process: Process; only?: string[] | undefined; isOpen: boolean }) {
  const t = useText();
  const label = useLabel();
  const fields = importable(process).filter((field) => !only || only.includes(field.id));
  const names = fields.map((field) => label(field.label, field.id));
  return (
    <details className="import-columns" open={isOpen}>
      <summary>{t("import.columns", { n: fields.length })}</summary>
      <p className="quiet">{t("import.columns_how")}</p>
      <Button
        size="small"
        icon={<DownloadIcon />}
        onClick={() => keep(`${label(process.label)}-${t("import.template_name")}.csv`, template(names))}
      >
        {t("import.template")}
      </Button>
      <dl>
        {fields.map((field) => (
          <div key={field.id}>
            <dt>
              {label(field.label, field.id)}
              {field.required ? <span className="required">{t("field.required")}</span> : null}
            </dt>
            <dd>
              <Content field={field} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

const WORD: { [kind in Field["kind"]]?: string } = {
  reference: "import.is_reference",
  date: "import.is_date",
  timestamp: "import.is_timestamp",
  boolean: "import.is_boolean",
  integer: "import.is_integer",
  decimal: "import.is_decimal",
  table: "import.is_table",
};

function Content({ field }: { field: Field }) {
  const t = useText();
  const label = useLabel();
  if (field.kind === "choice") return field.options.map((one) => label(one.label, one.id)).join(" / ");
  const word = WORD[field.kind];
  if (word) return t(word);
  return field.max ? t("import.is_text", { max: field.max }) : null;
}
