// The log as a CSV file, which the server makes: it says how far it is, and it can be stopped.
import { Button } from "antd";
import { useRef, useState } from "react";
import type { AuditAsk } from "../api/audit";
import { exportedLog, keepFile } from "../api/files";
import { useOnce } from "../api/once";
import type { Progress } from "../api/pieces";
import { Fault } from "../look/Fault";
import { DownloadIcon } from "../look/icon";
import { useText } from "../text/language";

export function AuditExport({ ask }: { ask: AuditAsk }) {
  const t = useText();
  const stop = useRef<AbortController>(undefined);
  const [underway, setUnderway] = useState<Progress>();
  const [cutAt, setCutAt] = useState<number>();
  const [error, setError] = useState<unknown>();
  const take = useOnce(async () => {
    setError(undefined);
    setCutAt(undefined);
    setUnderway({ rows: 0, of: 0 });
    const control = new AbortController();
    stop.current = control;
    const told = (progress: Progress) => {
      setUnderway(progress);
      if (progress.isCut) setCutAt(progress.rows);
    };
    try {
      keepFile("yuheng-audit.csv", await exportedLog(ask, told, control.signal));
    } catch (failure) {
      if (!control.signal.aborted) setError(failure);
    }
    setUnderway(undefined);
  });
  return (
    <div className="audit-export">
      <Button icon={<DownloadIcon />} loading={take.isBusy} onClick={() => take.run()}>
        {t("audit.export")}
      </Button>
      {underway ? (
        <span role="status">
          {t("audit.exporting", { n: underway.rows })}{" "}
          <Button size="small" onClick={() => stop.current?.abort()}>
            {t("audit.stop")}
          </Button>
        </span>
      ) : null}
      {cutAt === undefined ? null : <p role="note">{t("audit.export_limit", { n: cutAt })}</p>}
      <Fault error={error} />
    </div>
  );
}
