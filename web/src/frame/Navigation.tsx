// The processes in their groups, each with how many of its open records are mine. A group folds, and stays so.
import { Link, useParams } from "@tanstack/react-router";
import { useMe } from "../api/account";
import { useDefinitions } from "../api/definitions";
import { useFolders } from "../api/folder";
import { usePreference } from "../api/preference";
import type { Process } from "../api/wire";
import { useLabel, useText } from "../text/language";

export interface Group {
  id: string;
  label: string;
  processes: Process[];
  /** How many open records of the group are mine to do. */
  count: string;
}

/** The groups that have processes, with how much there is to do in each. */
export function useGroups(): { groups: Group[]; countOf: (process: string) => string } {
  const label = useLabel();
  const { groups, processes } = useDefinitions();
  const todo = useFolders().data?.todo ?? [];
  const shown = (ids: string[]) => {
    const found = todo.filter((one) => ids.includes(one.id));
    const sum = found.reduce((all, one) => all + one.count, 0);
    return sum === 0 ? "" : sum > 99 || found.some((one) => one.more) ? "99+" : String(sum);
  };
  const filled = groups.map((group) => {
    const inside = processes.filter((process) => process.group === group.id);
    return { id: group.id, label: label(group.label), processes: inside, count: shown(inside.map(({ id }) => id)) };
  });
  return { groups: filled.filter((group) => group.processes.length > 0), countOf: (process) => shown([process]) };
}

const FOLDED = "folded_groups";

export function Navigation() {
  const t = useText();
  const me = useMe().data;
  const { groups, countOf } = useGroups();
  const [kept, keep] = usePreference(FOLDED);
  const folded = Array.isArray(kept) ? (kept as string[]) : [];
  const { process } = useParams({ strict: false });
  const todo = useFolders().data?.folders.find((folder) => folder.id === "todo");
  const fold = (id: string) => keep(folded.includes(id) ? folded.filter((one) => one !== id) : [...folded, id]);
  return (
    <nav aria-label={t("frame.navigation")} className="navigation">
      <Link to="/" className="entry" activeOptions={{ exact: true, includeSearch: false }}>
        <span>{t(me?.customer ? "work.my_reports" : "frame.work")}</span>
        {todo?.count ? <span className="count">{todo.more ? "99+" : todo.count}</span> : null}
      </Link>
      {groups.map((group) => {
        const isOpen = !folded.includes(group.id) || group.processes.some((one) => one.id === process);
        return (
          <section key={group.id} aria-label={group.label}>
            <h2>
              <button type="button" aria-expanded={isOpen} onClick={() => fold(group.id)}>
                <span>{group.label}</span>
                {!isOpen && group.count ? <span className="count">{group.count}</span> : null}
              </button>
            </h2>
            {isOpen ? group.processes.map((one) => <Entry key={one.id} process={one} count={countOf(one.id)} />) : null}
          </section>
        );
      })}
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

export function Entry({ process, count }: { process: Process; count: string }) {
  const label = useLabel();
  return (
    <Link
      className="entry"
      to="/records/$process"
      params={{ process: process.id }}
      activeOptions={{ includeSearch: false }}
    >
      <span>{label(process.label)}</span>
      {count ? <span className="count">{count}</span> : null}
    </Link>
  );
}
