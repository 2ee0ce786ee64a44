// Actual against target as a bar from zero with a mark at the target, and the same in words.
import type { Objective } from "../api/wire";
import { type TextOf, useText } from "../text/language";

export function figure(value: number, unit: string): string {
  return `${Math.round(value * 10) / 10}${unit}`;
}

/** "at least 95%", "at most 1". */
export function targetOf(
  { direction, target, unit }: Pick<Objective, "direction" | "target" | "unit">,
  t: TextOf,
): string {
  return t(direction === "at_most" ? "objective.at_most" : "objective.at_least", { target: figure(target, unit) });
}

export type Measured = Pick<Objective, "actual" | "target" | "met" | "unit">;

/** The sign, word and hue of a figure. */
export function verdictOf(met: boolean | null | undefined) {
  if (met === null || met === undefined) return { sign: "–", word: "objective.nothing_counted", hue: "idle" };
  return met ? { sign: "✓", word: "objective.met", hue: "done" } : { sign: "✕", word: "objective.missed", hue: "late" };
}

export function Bullet({ objective }: { objective: Measured }) {
  const t = useText();
  const { actual = null, target, met, unit } = objective;
  const { sign, word, hue } = verdictOf(met);
  const whole = unit === "%" ? 100 : Math.max(target * 1.5, actual ?? 0, 1);
  const share = (value: number) => `${Math.max(0, Math.min(100, (value / whole) * 100))}%`;
  return (
    <div className="bullet">
      <span className="actual figure">{actual === null ? "—" : figure(actual, unit)}</span>
      <div className={`bullet-bar ${hue}`} aria-hidden="true">
        <div className="fill" style={{ width: actual === null ? 0 : share(actual) }} />
        <div className="goal" style={{ left: share(target) }} />
      </div>
      <span className={`sign ${hue}`}>
        <span aria-hidden="true">{sign}</span> {t(word)}
      </span>
    </div>
  );
}
