// The tree of clauses: number, title, the other edition's numbers, state.
import { Link } from "@tanstack/react-router";
import type { Clause } from "../api/wire";
import { useLabel, useText } from "../text/language";
import { otherNumbers, SIGN } from "./sign";

interface ClauseTreeProps {
  standard: string;
  clauses: Clause[];
  chosen: string;
  /** Only leaves in this state, with what they stand under. */
  only: Clause["state"] | undefined;
}

export function ClauseTree(props: ClauseTreeProps) {
  const t = useText();
  return (
    <nav className="clause-tree" aria-label={t("clause.title")}>
      <Branch {...props} parent={null} />
    </nav>
  );
}

/** Whether a clause or one below it is in the state. */
function holds(clauses: Clause[], clause: Clause, state: Clause["state"]): boolean {
  const below = clauses.filter((one) => one.parent === clause.id);
  return below.length === 0 ? clause.state === state : below.some((one) => holds(clauses, one, state));
}

function Branch({ standard, clauses, chosen, only, parent }: ClauseTreeProps & { parent: string | null }) {
  const label = useLabel();
  const children = clauses.filter((clause) => (clause.parent ?? null) === parent);
  const shown = only ? children.filter((clause) => holds(clauses, clause, only)) : children;
  const hasBelow = (id: string) => clauses.some((clause) => clause.parent === id);
  if (shown.length === 0) return null;
  return (
    <ul>
      {shown.map((clause) => (
        <li key={clause.id}>
          <Link
            to="/clauses"
            search={{ standard, clause: clause.id, state: only }}
            resetScroll={false}
            aria-current={clause.id === chosen ? "true" : undefined}
          >
            <span className="figure">{clause.id}</span>
            <span className="title">{label(clause.label)}</span>
            {hasBelow(clause.id) ? null : <span className="mapped figure">{otherNumbers(clause)}</span>}
            {clause.state === "no_rule" && hasBelow(clause.id) ? null : <ClauseState clause={clause} />}
          </Link>
          <Branch standard={standard} clauses={clauses} chosen={chosen} only={only} parent={clause.id} />
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
