// Four numbers at most, each leading to its list and saying how much of it is urgent.
import dayjs from "dayjs";
import type { ListedRecord } from "../api/wire";
import { useText } from "../text/language";

const NEAR_HOURS = 4;

export interface Figure {
  /** The list's place on the page. */
  id: string;
  word: string;
  records: ListedRecord[];
  /** There are more than were read. */
  isMore: boolean;
}

export function Figures({ figures }: { figures: Figure[] }) {
  const t = useText();
  return (
    <nav className="figures" aria-label={t("work.figures")}>
      {figures.map((figure) => (
        <a key={figure.id} href={`#${figure.id}`}>
          <strong>
            {figure.records.length}
            {figure.isMore ? "+" : ""}
          </strong>
          <span className="word">{figure.word}</span>
          <Urgent records={figure.records} />
        </a>
      ))}
    </nav>
  );
}

/** How many are past due; if none is, how many are about to be. */
function Urgent({ records }: { records: ListedRecord[] }) {
  const t = useText();
  const now = dayjs();
  const left = records.flatMap(({ due_at }) => (due_at ? [dayjs(due_at).diff(now, "hour", true)] : []));
  const late = left.filter((hours) => hours < 0).length;
  const near = left.filter((hours) => hours >= 0 && hours < NEAR_HOURS).length;
  if (late > 0) return <span className="urgent late">{t("work.late", { n: late })}</span>;
  if (near > 0) return <span className="urgent">{t("work.near", { n: near, hours: NEAR_HOURS })}</span>;
  return null;
}
