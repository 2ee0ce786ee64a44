// What was answered to questions that are asked no more: it can be told in sentences, or thrown away.
import { Button } from "antd";
import type { TableRow } from "../api/wire";
import { useLabel, useText } from "../text/language";
import "./aside.css";

interface PutAsideProps {
  rows: TableRow[];
  /** What the field is called that they can be copied into. */
  into: string | undefined;
  onCopy: (text: string) => void;
  onThrowAway: () => void;
}

export function PutAside({ rows, into, onCopy, onThrowAway }: PutAsideProps) {
  const t = useText();
  const label = useLabel();
  if (rows.length === 0) return null;
  const lines = rows.map((row) => ({
    name: label({ zh: String(row.zh ?? ""), en: String(row.en ?? "") }, String(row.question)),
    text: label({ zh: String(row.shown_zh ?? ""), en: String(row.shown_en ?? "") }, String(row.value)),
  }));
  return (
    <section className="form-aside" aria-label={t("form.aside")}>
      <h2>{t("form.aside")}</h2>
      <p className="quiet">{t("form.aside_why")}</p>
      <dl className="answers">
        {lines.map(({ name, text }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two forms may have a question of one name
          <div key={at}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p className="form-aside-ways">
        {into === undefined ? null : (
          <Button
            onClick={() => onCopy(lines.map(({ name, text }) => t("form.aside_line", { name, text })).join("\n"))}
          >
            {t("form.aside_copy", { field: into })}
          </Button>
        )}
        <Button type="text" onClick={onThrowAway}>
          {t("form.aside_throw_away")}
        </Button>
      </p>
    </section>
  );
}
