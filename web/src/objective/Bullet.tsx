// Actual against target as a bar from zero with a mark at the target, and the same in words.
import type { Objective } from "../api/wire";
import { useText } from "../text/language";

export function figure(value: number, unit: string): string {
  return `${Math.round(value * 10) / 10}${unit}`;
}

export function Bullet({ objective }: { objective: Objective }) {
  const t = useText();
  const { actual = null, target, met = null, unit } = objective;
  const hue = met === null ? "idle" : met ? "done" : "late";
  const word = met === null ? t("objective.nothing_counted") : met ? t("objective.met") : t("objective.missed");
  const share = (value: number) =>
    `${Math.max(0, Math.min(100, unit === "%" ? value : (value / (target * 1.5)) * 100))}%`;
  return (
    <div className="bullet">
      <span className="actual figure">{actual === null ? "—" : figure(actual, unit)}</span>
      <div className={`bullet-bar ${hue}`} aria-hidden="true">
        <div className="fill" style={{ width: actual === null ? 0 : share(actual) }} />
        <div className="goal" style={{ left: share(target) }} />
      </div>
      <span className={`sign ${hue}`}>{word}</span>
    </div>
  );
}
