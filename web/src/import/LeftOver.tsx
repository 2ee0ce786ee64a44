// An import that stands where it was broken off: how far it came, and how it goes on.
import { Button } from "antd";
import { useText } from "../text/language";
import type { Left } from "./useLeft";

interface LeftOverProps {
  left: Left;
  /** Goes on with the file that was kept; nothing: it has to be chosen again. */
  onGoOn?: (() => void) | undefined;
  onLeave: () => void;
}

export function LeftOver({ left, onGoOn, onLeave }: LeftOverProps) {
  const t = useText();
  const { name, done, rows, opened } = left;
  return (
    <section className="import-left" aria-label={t("import.left")}>
      <p>{t("import.left_at", { name, done, rows, opened })}</p>
      <p className="quiet">{t(onGoOn ? "import.left_how" : "import.left_choose")}</p>
      <div className="form-end">
        {onGoOn ? (
          <Button type="primary" onClick={onGoOn}>
            {t("import.go_on")}
          </Button>
        ) : null}
        <Button onClick={onLeave}>{t("import.leave")}</Button>
      </div>
    </section>
  );
}
