// What a macro would do to a record, as its history would tell it; then it is run, whole or not at all.
import { useEffect, useRef } from "react";
import { Refusal } from "../api/client";
import { useOnce } from "../api/once";
import { type RecordAddress, useChanges } from "../api/record";
import type { Macro, Process, YuhengRecord } from "../api/wire";
import { useMacroOutlook } from "../api/words";
import { Dialog } from "../look/Dialog";
import { Fault } from "../look/Fault";
import { Shape, useReason } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { Foreseen } from "../timeline/Foreseen";

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
  const reason = useReason();
  const outlook = useMacroOutlook(at, macro.number, record.version);
  const { macro: running } = useChanges(at);
  const place = useRef<HTMLElement>(null);
  const entries = outlook.data?.items ?? [];
  const isReady = outlook.isSuccess && !outlook.isFetching && entries.length > 0;
  const isOther = running.error instanceof Refusal && running.error.problem.type?.endsWith("/other-plan") === true;
  const run = useOnce(async () => {
    if (!isReady) return;
    const { plan } = outlook.data;
    const sent = running.mutateAsync({ number: macro.number, plan, version: record.version });
    // What it would do by now is shown in the place of what it would have done.
    const done = await sent.catch(async (failure: unknown) => {
      await outlook.refetch();
      throw failure;
    });
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
      {isOther && !outlook.error ? (
        <p className="notice" role="alert">
          {reason(running.error)}
        </p>
      ) : (
        <Fault error={outlook.error ?? running.error} />
      )}
      {outlook.isSuccess && entries.length === 0 ? <p className="notice">{t("macro.nothing")}</p> : null}
      {outlook.isSuccess && entries.length > 0 ? (
        <section
          ref={place}
          className="macro-outlook"
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
          <Foreseen entries={entries} process={process} />
          <p className="quiet">{macro.sets_only ? t("bulk.can_undo") : t("macro.no_undo")}</p>
        </section>
      ) : null}
    </Dialog>
  );
}
