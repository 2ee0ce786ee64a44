// How far a list is on its way into a file, over the page: what lasts is shown, what is refused is said.
import { Button, Progress } from "antd";
import { Fault } from "../look/Fault";
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
  return (
    <div className="export-status" role="status">
      <Progress
        percent={of > 0 ? Math.floor((rows / of) * 100) : 0}
        size="small"
        status="active"
        aria-label={t("list.exporting")}
      />
      <p className="quiet figure">{progress ? t("list.exported_of", { rows, of }) : t("list.exporting")}</p>
      <Button size="small" onClick={taken.cancel}>
        {t("list.cancel_export")}
      </Button>
    </div>
  );
}
