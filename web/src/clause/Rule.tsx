// A rule of a clause: its words, what it found and how fresh that is, its filter as it runs, the records.
import { Link } from "@tanstack/react-router";
import { useDefinitions } from "../api/definitions";
import type { ClauseRule, Process } from "../api/wire";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { day } from "../text/time";
import { ClauseState } from "./ClauseTree";

export function Rule({ rule }: { rule: ClauseRule }) {
  const t = useText();
  const label = useLabel();
  const process = useDefinitions().processes.find((one) => one.id === rule.process);
  return (
    <section className="rule" aria-label={label(rule.label)}>
      <div className="rule-line">
        <h3>{label(rule.label)}</h3>
        <ClauseState clause={rule} />
      </div>
      <p className="quiet">{found(rule, t)}</p>
      {rule.vacant.length > 0 && process ? (
        <p>
          {t("clause.vacant_roles")}
          {rule.vacant.map((role, index) => (
            <span key={role.id}>
              {index > 0 ? " · " : null}
              <Link
                to="/records/$process"
                params={{ process: process.id }}
                search={{ view: "all", filter: `record.role == "${role.id}"` }}
              >
                {label(role.label)}
              </Link>
            </span>
          ))}
        </p>
      ) : null}
      {rule.objective ? (
        <p>
          <Link to="/objectives/$id" params={{ id: rule.objective }}>
            {t("clause.objective")}
          </Link>
        </p>
      ) : null}
      {rule.filter && process ? <Filter filter={rule.filter} process={process} /> : null}
      <ul className="plain">
        {rule.records.map((record) => (
          <li key={record.id}>
            <RecordLink to={record} withNumber />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What a rule found, in words; a rule that looks for gaps says that there is none. */
function found(rule: ClauseRule, t: ReturnType<typeof useText>): string {
  if (rule.objective) return "";
  if (rule.reads === "roles") return t("clause.held", { n: rule.found });
  if (rule.reads === "gaps")
    return rule.found === 0 ? t("clause.found_none") : t("clause.found_gaps", { n: rule.found });
  const newest = rule.newest_at ? day(rule.newest_at) : undefined;
  const fresh =
    newest && rule.fresh_days
      ? t("clause.fresh", { day: newest, days: rule.fresh_days })
      : newest && t("clause.newest", { day: newest });
  return [t("clause.found", { n: rule.found }), fresh].filter(Boolean).join(" · ");
}

function Filter({ filter, process }: { filter: string; process: Process }) {
  const t = useText();
  const label = useLabel();
  return (
    <div className="rule-filter">
      <Link to="/records/$process" params={{ process: process.id }} search={{ view: "all", filter }}>
        {label(process.label)}
      </Link>
      <details>
        <summary>{t("clause.rule_filter")}</summary>
        <code>{filter}</code>
      </details>
    </div>
  );
}
