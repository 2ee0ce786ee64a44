// Says what has changed in a form while it was filled in.
import type { TableRow } from "../api/wire";
import { useLabel, useText } from "../text/language";
import { type Again, isWorthSaying } from "./again";

export function FormChanged({ again }: { again: Again | undefined }) {
  const t = useText();
  const label = useLabel();
  if (!again || !isWorthSaying(again)) return null;
  const { changed, unseen } = again;
  const named = (rows: TableRow[]) =>
    rows.map((row) => label({ zh: String(row.zh ?? ""), en: String(row.en ?? "") }, String(row.question)));
  const said = [
    ...(changed.gone.length > 0
      ? [t("form.asked_no_more", { questions: named(changed.gone).join(t("form.and")) })]
      : []),
    ...(changed.come.length > 0 ? [t("form.asked_now", { questions: named(changed.come).join(t("form.and")) })] : []),
  ];
  return (
    <div className="fault form-changed" role="alert">
      <p>{said.length > 0 ? t("form.changed") : t("form.refused", { why: unseen.join(t("form.and")) })}</p>
      {said.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}
