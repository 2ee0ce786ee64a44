// The processes in their groups, each with how many of its open records are mine. Groups in which one works are open; a group
// folds and opens by a click, and stays so.
import { Link, useParams } from "@tanstack/react-router";
import { useMe } from "../api/account";
import { boardsOf } from "../api/boards";
import { useDefinitions } from "../api/definitions";
import { useFolders } from "../api/folder";
import { usePreference } from "../api/preference";
import type { Process } from "../api/wire";
import { useLabel, useText } from "../text/language";
import { BOARDS, EVIDENCE, HEALTH } from "./places";

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

/** Whether one works in a group: opens records there, or is given some to do. What one only reads begins folded. */
const isWorkedIn = (group: Group) =>
  group.count !== "" || group.processes.some((process) => process.may.create || process.lifetime === "work");

/** Which groups are open, and opening or folding one for good. */
function useOpenGroups(): [(group: Group) => boolean, (group: Group) => void] {
  const [found, keep] = usePreference("open_groups");
  const kept = (typeof found === "object" && found !== null ? found : {}) as { [group: string]: unknown };
  const { process } = useParams({ strict: false });
  const isOpen = (group: Group) => {
    const own = kept[group.id];
    const here = group.processes.some((one) => one.id === process);
    return here || (typeof own === "boolean" ? own : isWorkedIn(group));
  };
  return [isOpen, (group) => keep({ ...kept, [group.id]: !isOpen(group) })];
}

export function Navigation() {
  const t = useText();
  const me = useMe().data;
  const { groups, countOf } = useGroups();
  const hasBoards = boardsOf(useDefinitions()) !== undefined;
  const [isOpen, fold] = useOpenGroups();
  const todo = useFolders().data?.folders.find((folder) => folder.id === "todo");
  return (
    <nav aria-label={t("frame.navigation")} className="navigation">
      <Link to="/" className="entry" activeOptions={{ exact: true, includeSearch: false }}>
        <span>{t("frame.work")}</span>
        {todo?.count ? <span className="count">{todo.more ? "99+" : todo.count}</span> : null}
      </Link>
      {hasBoards ? (
        <Link to={BOARDS.to} className="entry" activeOptions={{ includeSearch: false }}>
          {t(BOARDS.word)}
        </Link>
      ) : null}
      {groups.map((group) => (
        <section key={group.id} aria-label={group.label}>
          <h2>
            <button type="button" aria-expanded={isOpen(group)} onClick={() => fold(group)}>
              <span>{group.label}</span>
              {!isOpen(group) && group.count ? <span className="count">{group.count}</span> : null}
            </button>
          </h2>
          {isOpen(group)
            ? group.processes.map((one) => <Entry key={one.id} process={one} count={countOf(one.id)} />)
            : null}
        </section>
      ))}
      <section aria-label={t("frame.evidence")}>
        <h2>{t("frame.evidence")}</h2>
        {EVIDENCE.map(({ to, word }) => (
          <Link key={to} to={to} className="entry">
            {t(word)}
          </Link>
        ))}
      </section>
      {me?.administers ? (
        <section aria-label={t("upkeep.system")}>
          <h2>{t("upkeep.system")}</h2>
          <Link to={HEALTH.to} className="entry">
            {t(HEALTH.word)}
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
