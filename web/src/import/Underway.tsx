// How far an import or a trial is, and how to end it.
import { Button, Progress } from "antd";
import { useText } from "../text/language";
import type { Course } from "./course";

interface UnderwayProps {
  name: string;
  /** Which share of the file has gone, while it is sent. */
  share: number;
  /** None: it is being sent. */
  course: Course | undefined;
  onCancel: () => void;
}

export function Underway({ name, share, course, onCancel }: UnderwayProps) {
  const t = useText();
  const of = course?.table.rows.length ?? 0;
  const part = course ? course.done / Math.max(of, 1) : share;
  return (
    <div role="status" className="import-underway">
      <Progress percent={Math.floor(part * 100)} status="active" aria-label={name} />
      {course ? (
        <>
          <p className="quiet figure">{t("import.row_of", { done: course.done, of })}</p>
          <p className="quiet">{t(course.how === "trial" ? "import.trying" : "import.opening")}</p>
          <Button size="small" onClick={onCancel}>
            {t("import.cancel")}
          </Button>
        </>
      ) : (
        <p className="quiet">{t("import.reading")}</p>
      )}
    </div>
  );
}
