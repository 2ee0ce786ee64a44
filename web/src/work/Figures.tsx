// Four numbers at most, each leading to its list.
import { Link } from "@tanstack/react-router";
import { useText } from "../text/language";
import { FIGURES_MOST, type FigureId, useFigures } from "./figure";

const WORD: { [id in FigureId]: string } = {
  soon: "folder.soon",
  votes: "folder.votes",
  group_soon: "folder.group_soon",
  group: "folder.group",
  unassigned: "folder.unassigned",
  late: "folder.late",
  missed: "folder.missed",
};
const URGENT: FigureId[] = ["soon", "group_soon", "late", "missed"];
const PLACES = ["1", "2", "3", "4"].slice(0, FIGURES_MOST);

export function Figures({ shown }: { shown: string | undefined }) {
  const t = useText();
  const { figures, isPending } = useFigures();
  if (isPending) {
    return (
      <div className="figures" aria-busy="true">
        {PLACES.map((place) => (
          <div key={place} className="figure-place" />
        ))}
      </div>
    );
  }
  return (
    <nav className="figures" aria-label={t("work.figures")}>
      {figures.map(({ id, count, more }) => {
        const content = (
          <>
            <strong className={count && URGENT.includes(id) ? "urgent" : undefined}>
              {more ? `${count}+` : (count ?? "—")}
            </strong>
            <span className="word">{t(WORD[id])}</span>
          </>
        );
        if (id === "missed") {
          return (
            <Link key={id} to="/objectives">
              {content}
            </Link>
          );
        }
        return (
          <Link key={id} to="/" search={{ list: id }} aria-current={shown === id ? "true" : undefined}>
            {content}
          </Link>
        );
      })}
    </nav>
  );
}

export const figureWord = (id: string): string | undefined => WORD[id as FigureId];
