// Four numbers at most, each leading to its list.
import dayjs from "dayjs";
import type { ListedRecord } from "../api/wire";
import { useText } from "../text/language";

const NEAR_HOURS = 4;

interface FiguresProps {
  mine: ListedRecord[];
  group: ListedRecord[];
  waiting: ListedRecord[];
}

export function Figures({ mine, group, waiting }: FiguresProps) {
  const t = useText();
  const now = dayjs();
  const own = [...mine, ...group];
  const late = own.filter((record) => record.due_at && dayjs(record.due_at).isBefore(now)).length;
  const near = own.filter((record) => {
    const hours = record.due_at ? dayjs(record.due_at).diff(now, "hour", true) : NEAR_HOURS;
    return hours >= 0 && hours < NEAR_HOURS;
  }).length;
  const figures = [
    { word: t("work.late"), n: late, to: "#mine", hue: late > 0 ? "late" : "" },
    { word: t("work.near", { hours: NEAR_HOURS }), n: near, to: "#mine", hue: "" },
    { word: t("work.waiting"), n: waiting.length, to: "#waiting", hue: "" },
    { word: t("work.group"), n: group.length, to: "#group", hue: "" },
  ];
  return (
    <nav className="figures" aria-label={t("work.figures")}>
      {figures.map(({ word, n, to, hue }) => (
        <a key={word} href={to} className={hue}>
          <strong>{n}</strong> {word}
        </a>
      ))}
    </nav>
  );
}
