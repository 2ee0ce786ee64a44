// How often steps were done that count themselves, and how many follow: one line of figures.
import type { Process, YuhengRecord } from "../api/wire";
import { useLabel, useText } from "../text/language";
import { tallied } from "./counts";

export function Tally({ process, record }: { process: Process; record: YuhengRecord }) {
  const t = useText();
  const label = useLabel();
  const steps = tallied(process).map(({ step, field }) => ({ step, count: Number(record.fields[field] ?? 0) }));
  const figures = steps
    .filter(({ count }) => count > 0)
    .map(({ step, count }) => t("tally.times", { step: label(step.label, step.id), n: count }));
  if (record.watchers) figures.push(t("tally.watchers", { n: record.watchers }));
  if (figures.length === 0) return null;
  return (
    <ul className="tally" aria-label={t("tally.title")}>
      {figures.map((figure) => (
        <li key={figure}>{figure}</li>
      ))}
    </ul>
  );
}
