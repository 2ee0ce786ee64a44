// What is not wrong with an overlay and would hold work up all the same: approvals that nobody could give today.
import type { Faulty } from "../api/wire";
import { useLabel, useText } from "../text/language";

export function Warnings({ warnings }: { warnings: Faulty[] }) {
  const t = useText();
  const label = useLabel();
  if (warnings.length === 0) return null;
  return (
    <section className="warnings" aria-label={t("content.warnings")}>
      <h3>{t("content.warnings")}</h3>
      <ul>
        {warnings.map(({ message }) => (
          <li key={message.en}>{label(message)}</li>
        ))}
      </ul>
    </section>
  );
}
