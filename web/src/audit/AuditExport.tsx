// The log as a CSV file: read page by page, with how far it is, and it can be stopped.
import { Button } from "antd";
import { useRef, useState } from "react";
import { type AuditAsk, readAudit } from "../api/audit";
import { keepFile } from "../api/files";
import { useOnce } from "../api/once";
import type { AuditEntry } from "../api/wire";
import { Fault } from "../look/Fault";
import { DownloadIcon } from "../look/icon";
import { useText } from "../text/language";
import { DOOR, useDone } from "./AuditTable";
import { csvOf } from "./csv";

/** How many entries a file holds at most. */
const MOST = 20_000;

export function AuditExport({ ask }: { ask: AuditAsk }) {
  const t = useText();
  const done = useDone();
  const stop = useRef<AbortController>(undefined);
  const [count, setCount] = useState<number>();
  const [isCut, setCut] = useState(false);
  const [error, setError] = useState<unknown>();
  const row = (entry: AuditEntry) => [
    entry.at,
    entry.actor?.number ?? "",
    entry.actor?.title ?? t("audit.by_program"),
    entry.on_behalf_of?.title ?? "",
    entry.action,
    done(entry),
    entry.record?.process ?? "",
    entry.record?.number ?? "",
    entry.record?.title ?? "",
    DOOR[entry.door] ? t(DOOR[entry.door] ?? "") : entry.door,
  ];
  const take = useOnce(async () => {
    setError(undefined);
    setCut(false);
    setCount(0);
    const control = new AbortController();
    stop.current = control;
    try {
      const { entries, isWhole } = await readAudit(ask, MOST, setCount, control.signal);
      const head = ["audit.when", "audit.who", "audit.who", "audit.who", "audit.kind", "audit.what"];
      const words = [...head, "audit.process", "audit.record", "audit.record", "audit.door"].map((key) => t(key));
      const text = csvOf([words, ...entries.map(row)]);
      keepFile("yuheng-audit.csv", new Blob([text], { type: "text/csv;charset=utf-8" }));
      setCut(!isWhole);
    } catch (failure) {
      if (!control.signal.aborted) setError(failure);
    }
    setCount(undefined);
  });
  return (
    <div className="audit-export">
      <Button icon={<DownloadIcon />} loading={take.isBusy} onClick={() => take.run()}>
        {t("audit.export")}
      </Button>
      {count !== undefined ? (
        <span role="status">
          {t("audit.exporting", { n: count })}{" "}
          <Button size="small" onClick={() => stop.current?.abort()}>
            {t("audit.stop")}
          </Button>
        </span>
      ) : null}
      {isCut ? <p role="note">{t("audit.export_limit", { n: MOST })}</p> : null}
      <Fault error={error} />
    </div>
  );
}
