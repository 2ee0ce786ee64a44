// What a macro would do to a record, as its history would tell it; then it is run, whole or not at all.
import { useEffect, useRef } from "react";
import { useOnce } from "../api/once";
import { type RecordAddress, useChanges } from "../api/record";
import type { Macro, Process, YuhengRecord } from "../api/wire";
import { useMacroOutlook } from "../api/words";
import { Dialog } from "../look/Dialog";
import { Fault } from "../look/Fault";
import { Shape } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { TimelineEntry } from "../timeline/TimelineEntry";

interface MacroDialogProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
  macro: Macro;
  /** With the version that the record has then. */
  onDone: (version: number) => void;
  onClose: () => void;
}

export function MacroDialog({ at, process, record, macro, onDone, onClose }: MacroDialogProps) {
  const t = useText();
  const label = useLabel();
  const outlook = useMacroOutlook(at, macro.number, record.version);
  const { macro: running } = useChanges(at);
  const place = useRef<HTMLElement>(null);
  const isReady = outlook.isSuccess && outlook.data.length > 0;
  const run = useOnce(async () => {
    if (!isReady) return;
    const done = await running.mutateAsync({ number: macro.number, version: record.version });
    onDone(done?.version ?? record.version);
  });
  // Enter runs it once there is something to be read.
  useEffect(() => {
    if (isReady) place.current?.focus({ preventScroll: true });
  }, [isReady]);
  return (
    <Dialog
      open
      title={label(macro.title)}
      width={640}
      okText={t("macro.run")}
      cancelText={t("record.go_back")}
      confirmLoading={run.isBusy}
      okButtonProps={{ disabled: !isReady }}
      onOk={() => run.run()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      {macro.purpose ? <p className="quiet">{label(macro.purpose)}</p> : null}
      {outlook.isPending ? <Shape rows={4} /> : null}
      <Fault error={running.error ?? outlook.error} />
      {outlook.isSuccess && outlook.data.length === 0 ? <p className="notice">{t("macro.nothing")}</p> : null}
      {isReady ? (
        <section
          ref={place}
          className="macro-outlook timeline"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys, too
          tabIndex={0}
          aria-label={t("macro.outlook")}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.repeat || event.target !== event.currentTarget) return;
            event.preventDefault();
            run.run();
          }}
        >
          <h3>{t("macro.outlook")}</h3>
          <ol>
            {outlook.data.map((entry) => (
              <TimelineEntry key={entry.n} entry={{ ...entry, told: null }} process={process} isElsewhere />
            ))}
          </ol>
          <p className="quiet">{macro.sets_only ? t("bulk.can_undo") : t("macro.no_undo")}</p>
        </section>
      ) : null}
    </Dialog>
  );
}
