// The numbers at the top of my work: what is urgent of mine, of my group and of all that nobody has. Which of them there
// are follows from what the definitions assign and what I see; at most four are shown, those with something in them first.
import { useMe } from "../api/account";
import { useDefinitions } from "../api/definitions";
import { useObjectives } from "../api/evidence";
import { useFolders } from "../api/folder";
import { useTotal, useWaitingForMe } from "../api/records";
import { currentPeriod } from "../objective/ObjectivesPage";
import { givesOut, MINE, NEAR, OF_MY_GROUP, openWork, WHOLE_GROUP } from "./filter";

export const FIGURES_MOST = 4;

/** A number that leads to its list. */
export interface Figure {
  id: FigureId;
  count: number | undefined;
  /** There are more than were counted. */
  more?: boolean;
  /** What the list asks for; none: it is a page of its own. */
  query?: { filter: string } | { folder: string };
}

export type FigureId = "soon" | "votes" | "group_soon" | "group" | "unassigned" | "late" | "missed";

/** The figures, most urgent first; those that say nothing are left to the end. */
export function useFigures(): { figures: Figure[]; isPending: boolean } {
  const me = useMe().data;
  const { processes } = useDefinitions();
  const hasGroup = Boolean(me?.department);
  const filters = {
    soon: `${MINE} && ${NEAR}`,
    group_soon: `${WHOLE_GROUP} && ${NEAR}`,
    group: OF_MY_GROUP,
    late: `${openWork(processes)} && record.due_at < now`,
  };
  const [soon, groupSoon, group, late] = [
    useTotal("*", { filter: filters.soon }),
    useTotal("*", { filter: filters.group_soon }, hasGroup),
    useTotal("*", { filter: filters.group }, hasGroup),
    useTotal("*", { filter: filters.late }),
  ];
  const folders = useFolders();
  const unassigned = folders.data?.folders.find((folder) => folder.id === "unassigned");
  const votes = useWaitingForMe();
  const objectives = useObjectives(currentPeriod());
  const missed = objectives.data?.items.filter((objective) => objective.met === false).length;
  const all: Figure[] = [
    { id: "soon", count: soon.data, query: { filter: filters.soon } },
    { id: "votes", count: votes.data?.items.length },
    ...(hasGroup
      ? [
          { id: "group_soon" as const, count: groupSoon.data, query: { filter: filters.group_soon } },
          { id: "group" as const, count: group.data, query: { filter: filters.group } },
        ]
      : []),
    { id: "unassigned", count: unassigned?.count, more: unassigned?.more, query: { folder: "unassigned" } },
    { id: "late", count: late.data, query: { filter: filters.late } },
    { id: "missed", count: missed },
  ];
  const isPending = [soon, late, votes, folders].some((one) => one.isPending);
  // Whoever gives work out sees what nobody has, whatever else is urgent.
  const isFirst = (figure: Figure) => figure.id === "unassigned" && givesOut(processes);
  const said = all.filter((figure) => figure.count).sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)));
  const rest = all.filter((figure) => !figure.count);
  return { figures: [...said, ...rest].slice(0, FIGURES_MOST).sort(by(all)), isPending };
}

const by = (all: Figure[]) => (a: Figure, b: Figure) => all.indexOf(a) - all.indexOf(b);
