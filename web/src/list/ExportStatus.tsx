// How far a list is on its way into a file, over the page: what lasts is shown, what is refused is said.
import { Button } from "antd";
import { Fault } from "../look/Fault";
import { shareOf, Underway } from "../look/Underway";
import { useLasting } from "../look/Wait";
import { useText } from "../text/language";
import type { useExport } from "./useExport";

export function ExportStatus({ taken }: { taken: ReturnType<typeof useExport> }) {
  const t = useText();
  const { error, isTaking, progress } = taken;
  const isLasting = useLasting(isTaking);
  if (error) {
    return (
      <div className="export-status">
        <Fault error={error} />
        <Button size="small" onClick={taken.close}>
          {t("list.close")}
        </Button>
      </div>
    );
  }
  if (!isLasting) return null;
  const { rows, of } = progress ?? { rows: 0, of: 0 };
  const end = { word: t("list.cancel_export"), run: taken.cancel };
  return (
    <Underway className="export-status" share={shareOf(rows, of)} label={t("list.exporting")} end={end}>
      {progress ? t("list.exported_of", { rows, of }) : t("list.exporting")}
    </Underway>
  );
}
