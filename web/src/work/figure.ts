// The numbers at the top of my work: what is urgent of mine, of my group and of all that nobody has. Which of them there
// are follows from what the definitions assign and what I see; at most four are shown, those with something in them first.
import { useMe } from "../api/account";
import { useDefinitions } from "../api/definitions";
import { useObjectives } from "../api/evidence";
import { useTotal, useWaitingForMe } from "../api/records";
import { currentPeriod } from "../objective/ObjectivesPage";
import { givesOut, MINE, NEAR, OF_MY_GROUP, ofMyGroup, openWork, unassigned } from "./filter";

export const FIGURES_MOST = 4;

/** A number that leads to its list. */
export interface Figure {
  id: FigureId;
  count: number | undefined;
  /** What the list asks for; none: it is a page of its own. */
  filter?: string;
}

export type FigureId = "soon" | "votes" | "group_soon" | "group" | "free" | "late" | "missed";

/** The figures, most urgent first; those that say nothing are left to the end. */
export function useFigures(): { figures: Figure[]; isPending: boolean } {
  const me = useMe().data;
  const { processes } = useDefinitions();
  const hasGroup = Boolean(me?.department);
  const filters = {
    soon: `${MINE} && ${NEAR}`,
    group_soon: hasGroup ? `${ofMyGroup()} && ${NEAR}` : "",
    group: hasGroup ? OF_MY_GROUP : "",
    free: unassigned(processes),
    late: `${openWork(processes)} && record.due_at < now`,
  };
  const [soon, groupSoon, group, free, late] = [
    useTotal("*", filters.soon),
    useTotal("*", filters.group_soon, filters.group_soon !== ""),
    useTotal("*", filters.group, filters.group !== ""),
    useTotal("*", filters.free, filters.free !== ""),
    useTotal("*", filters.late),
  ];
  const votes = useWaitingForMe();
  const objectives = useObjectives(currentPeriod());
  const missed = objectives.data?.items.filter((objective) => objective.met === false).length;
  const all: Figure[] = [
    { id: "soon", count: soon.data, filter: filters.soon },
    { id: "votes", count: votes.data?.items.length },
    { id: "group_soon", count: groupSoon.data, filter: filters.group_soon },
    { id: "group", count: group.data, filter: filters.group },
    { id: "free", count: free.data, filter: filters.free },
    { id: "late", count: late.data, filter: filters.late },
    { id: "missed", count: missed },
  ];
  const isPending = [soon, late, votes].some((one) => one.isPending);
  const offered = all.filter((figure) => figure.filter !== "");
  // Whoever gives work out sees what nobody has, whatever else is urgent.
  const isFirst = (figure: Figure) => figure.id === "free" && givesOut(processes);
  const said = offered.filter((figure) => figure.count).sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)));
  const rest = offered.filter((figure) => !figure.count);
  return { figures: [...said, ...rest].slice(0, FIGURES_MOST).sort(by(all)), isPending };
}

const by = (all: Figure[]) => (a: Figure, b: Figure) => all.indexOf(a) - all.indexOf(b);
