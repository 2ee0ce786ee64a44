// The processes in their groups, each with how many of its open records are mine.
import { Link } from "@tanstack/react-router";
import { useMe } from "../api/account";
import { useDefinitions } from "../api/definitions";
import { useRecordsAcross } from "../api/records";
import { useLabel, useText } from "../text/language";
import { mine } from "../work/filter";

export function Navigation() {
  const t = useText();
  const label = useLabel();
  const { groups, processes } = useDefinitions();
  const me = useMe().data;
  const counts = useCounts();
  const shown = groups.filter((group) => processes.some((process) => process.group === group.id));
  return (
    <nav aria-label={t("frame.navigation")} className="navigation">
      <Link to="/" className="entry" activeOptions={{ exact: true }}>
        {t(me?.customer ? "work.my_reports" : "frame.work")}
      </Link>
      {shown.map((group) => (
        <section key={group.id} aria-label={label(group.label)}>
          <h2>{label(group.label)}</h2>
          {processes
            .filter((process) => process.group === group.id)
            .map((process) => (
              <Link
                key={process.id}
                className="entry"
                to="/records/$process"
                params={{ process: process.id }}
                activeOptions={{ includeSearch: false }}
              >
                <span>{label(process.label)}</span>
                {counts.get(process.id) ? <span className="count">{counts.get(process.id)}</span> : null}
              </Link>
            ))}
        </section>
      ))}
      {me?.customer ? null : (
        <section aria-label={t("frame.evidence")}>
          <h2>{t("frame.evidence")}</h2>
          <Link to="/objectives" className="entry">
            {t("frame.objectives")}
          </Link>
          <Link to="/clauses" className="entry">
            {t("frame.clauses")}
          </Link>
        </section>
      )}
      {me?.administers ? (
        <section aria-label={t("upkeep.system")}>
          <h2>{t("upkeep.system")}</h2>
          <Link to="/settings/health" className="entry">
            {t("upkeep.title")}
          </Link>
        </section>
      ) : null}
    </nav>
  );
}

function useCounts(): Map<string, number> {
  const me = useMe().data;
  const found = useRecordsAcross(mine(me));
  const counts = new Map<string, number>();
  for (const record of found.data?.items ?? []) counts.set(record.process, (counts.get(record.process) ?? 0) + 1);
  return counts;
}
