// The tree of clauses: number, title, state.
import { Link } from "@tanstack/react-router";
import type { Clause } from "../api/wire";
import { useLabel, useText } from "../text/language";
import { SIGN } from "./sign";

interface ClauseTreeProps {
  standard: string;
  clauses: Clause[];
  chosen: string;
}

export function ClauseTree(props: ClauseTreeProps) {
  const t = useText();
  return (
    <nav className="clause-tree" aria-label={t("clause.title")}>
      <Branch {...props} parent={null} />
    </nav>
  );
}

function Branch({ standard, clauses, chosen, parent }: ClauseTreeProps & { parent: string | null }) {
  const label = useLabel();
  const children = clauses.filter((clause) => (clause.parent ?? null) === parent);
  const hasBelow = (id: string) => clauses.some((clause) => clause.parent === id);
  if (children.length === 0) return null;
  return (
    <ul>
      {children.map((clause) => (
        <li key={clause.id}>
          <Link
            to="/clauses"
            search={{ standard, clause: clause.id }}
            resetScroll={false}
            aria-current={clause.id === chosen ? "true" : undefined}
          >
            <span className="figure">{clause.id}</span>
            <span className="title">{label(clause.label)}</span>
            {clause.state === "no_rule" && hasBelow(clause.id) ? null : <ClauseState clause={clause} />}
          </Link>
          <Branch standard={standard} clauses={clauses} chosen={chosen} parent={clause.id} />
        </li>
      ))}
    </ul>
  );
}

export function ClauseState({ clause }: { clause: Pick<Clause, "state"> }) {
  const t = useText();
  const { sign, word, hue } = SIGN[clause.state];
  return (
    <span className={`sign ${hue}`}>
      <span aria-hidden="true">{sign}</span> {t(word)}
    </span>
  );
}
