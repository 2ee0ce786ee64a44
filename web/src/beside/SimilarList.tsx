// Records that are like one: number, state, title, and what they were answered with.
import { Link } from "@tanstack/react-router";
import type { Process, Similar } from "../api/wire";
import { State } from "../look/State";
import { useText } from "../text/language";
import { near } from "../text/time";

interface SimilarListProps {
  process: Process;
  items: Similar[];
  /** Beside a form that is being filled in, they open in a tab of their own. */
  apart?: boolean;
}

export function SimilarList({ process, items, apart = false }: SimilarListProps) {
  const t = useText();
  return (
    <ul className="plain similar">
      {items.map((one) => (
        <li key={one.record.id}>
          <Link
            to="/records/$process/$number"
            params={{ process: process.id, number: one.record.number ?? "" }}
            target={apart ? "_blank" : undefined}
          >
            <span className="similar-line">
              <span className="number">{one.record.number}</span>
              <State process={process} id={one.state} />
              <span className="quiet figure">{near(one.opened_at)}</span>
            </span>
            <span className="title">{one.record.title}</span>
          </Link>
          {one.same_service || one.same_customer ? (
            <span className="quiet same">
              {[one.same_customer ? t("beside.same_customer") : "", one.same_service ? t("beside.same_service") : ""]
                .filter(Boolean)
                .join(" · ")}
            </span>
          ) : null}
          {one.answer ? <span className="similar-answer">{one.answer}</span> : null}
        </li>
      ))}
    </ul>
  );
}
