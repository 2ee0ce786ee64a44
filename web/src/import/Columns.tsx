// Which columns a file may have and what stands in them, with the file to fill in.
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { type FileKind, keepFile, template } from "../api/files";
import type { Field, Process } from "../api/wire";
import { Fault } from "../look/Fault";
import { DownloadIcon } from "../look/icon";
import { useLabel, useText } from "../text/language";
import { importable } from "./importable";

const KINDS: { format: FileKind; word: string }[] = [
  { format: "xlsx", word: "import.template_xlsx" },
  { format: "csv", word: "import.template_csv" },
];

export function Columns({ process, only, isOpen }: { process: Process; only?: string[] | undefined; isOpen: boolean }) {
  const t = useText();
  const label = useLabel();
  const fields = importable(process).filter((field) => !only || only.includes(field.id));
  const made = useMutation({
    mutationFn: async (format: FileKind) => {
      const chosen = only ? fields.map((field) => field.id) : undefined;
      keepFile(
        `${label(process.label)}-${t("import.template_name")}.${format}`,
        await template(process.id, format, chosen),
      );
    },
  });
  return (
    <details className="import-columns" open={isOpen}>
      <summary>{t("import.columns", { n: fields.length })}</summary>
      <p className="quiet">{t("import.columns_how")}</p>
      <div className="import-templates">
        {KINDS.map(({ format, word }) => (
          <Button
            key={format}
            size="small"
            icon={<DownloadIcon />}
            loading={made.isPending && made.variables === format}
            onClick={() => made.mutate(format)}
          >
            {t(word)}
          </Button>
        ))}
      </div>
      <Fault error={made.error} />
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
