// A part of the context that folds, and stays as each person left it.
import { type ReactNode, useId } from "react";
import { usePreference } from "../api/preference";

interface SectionProps {
  /** The part's name among those folded. */
  id: string;
  title: string;
  /** How many things it holds. */
  count?: number;
  className?: string;
  /** It stays open while something in it is being edited. */
  isHeld?: boolean;
  children: ReactNode;
}

const KEY = "folded";

export function Section({ id, title, count, className, isHeld, children }: SectionProps) {
  const body = useId();
  const [kept, keep] = usePreference(KEY);
  const folded = Array.isArray(kept) ? kept.filter((one): one is string => typeof one === "string") : [];
  const isLeftFolded = folded.includes(id);
  const isFolded = isLeftFolded && !isHeld;
  const toggle = () => keep(isLeftFolded ? folded.filter((one) => one !== id) : [...folded, id]);
  return (
    <section className={["foldable", className].filter(Boolean).join(" ")} aria-label={title}>
      <h3>
        <button type="button" aria-expanded={!isFolded} aria-controls={body} onClick={toggle}>
          <span className="fold-mark" aria-hidden="true" />
          {title}
          {count ? <span className="count">{count}</span> : null}
        </button>
      </h3>
      <div id={body} className="fold-body" hidden={isFolded}>
        {children}
      </div>
    </section>
  );
}
