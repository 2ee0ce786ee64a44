// How far an import or a trial is.
import { shareOf, Underway } from "../look/Underway";
import { useText } from "../text/language";
import type { Course } from "./course";

interface ImportUnderwayProps {
  name: string;
  /** Which share of the file has gone, while it is sent. */
  share: number;
  /** None: it is being sent. */
  course: Course | undefined;
  onCancel: () => void;
}

export function ImportUnderway({ name, share, course, onCancel }: ImportUnderwayProps) {
  const t = useText();
  if (!course) {
    return (
      <Underway className="import-underway" share={share} label={name}>
        {t("import.reading")}
      </Underway>
    );
  }
  const { done, how } = course;
  const of = course.table.rows.length;
  const end = { word: t("import.cancel"), run: onCancel };
  return (
    <Underway className="import-underway" share={shareOf(done, of)} label={name} end={end}>
      {t("import.row_of", { done, of })}
      <span>{t(how === "trial" ? "import.trying" : "import.opening")}</span>
    </Underway>
  );
}
