// The dialog over the chosen records: what is to be done, what would come of it, what came of it. Enter leads on.
import { Button } from "antd";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { partsOf } from "../api/bulk";
import { useAskedBeforeLeaving } from "../api/leaving";
import type { ListedRecord, Process } from "../api/wire";
import { tellsOfGaps } from "../compose/gaps";
import { focusFirstFault } from "../field/fault";
import { Dialog } from "../look/Dialog";
import { DialogForm } from "../look/DialogForm";
import { useLabel, useText } from "../text/language";
import { Outlook } from "./Outlook";
import { changeOf, changesIt, linesOf, type Plan, staysAsIs } from "./plan";
import { versionsOf } from "./results";
import type { Begun } from "./useBulk";
import { useBulkForm } from "./useBulkForm";
import { type Course, isDone, useRun } from "./useRun";
import { WhatForm } from "./WhatForm";

interface BulkDialogProps {
  process: Process;
  /** As they are known when it opens. */
  records: ListedRecord[];
  begin: "edit" | "step";
  /** How far it is, before each part is sent. */
  onTold: (plan: Plan, begun: Begun, course: Course) => void;
  /** How far it came. */
  onSettled: (plan: Plan, begun: Begun, course: Course, isLost: boolean) => void;
  onClose: () => void;
}

type Stage = "what" | "preview" | "result";

export function BulkDialog({ process, records, begin, onTold, onSettled, onClose }: BulkDialogProps) {
  const t = useText();
  const label = useLabel();
  const form = useBulkForm(process, records, begin);
  const [stage, setStage] = useState<Stage>("what");
  const [plan, setPlan] = useState<Plan>();
  const place = useRef<HTMLElement>(null);
  // Who cancels the trial goes on with what is entered.
  const trial = useRun(process.id, useState<Course>(), (_, isStopped) => {
    if (isStopped) setStage("what");
  });
  const begun = () => ({ given: records, tried: versionsOf(trial.course?.results ?? []) });
  const act = useRun(
    process.id,
    useState<Course>(),
    (course, _, isLost) => plan && onSettled(plan, begun(), course, isLost),
    (course) => plan && onTold(plan, begun(), course),
  );
  useAskedBeforeLeaving(act.isRunning);
  const tried = new Map(trial.course?.results.map((result) => [result.number, result]));
  const lines = plan ? linesOf(plan, records, (stage === "result" ? act : trial).course?.results ?? [], tried) : [];
  const able = new Set(trial.course?.results.filter(changesIt).map(({ number }) => number));
  const isReady = stage === "preview" && trial.course !== undefined && isDone(trial.course) && able.size > 0;
  const stand = (element: HTMLElement | null) => {
    place.current = element;
  };
  // Keys go on where the stage before was: there, what was pressed is gone.
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each stage anew
  useEffect(() => {
    if (place.current?.contains(document.activeElement)) return;
    const field = place.current?.querySelector<HTMLInputElement>(".dialog-form input:enabled");
    (field ?? place.current)?.focus({ preventScroll: true });
  }, [stage]);
  const goBack = () => {
    // What broke off does not go on behind the form.
    trial.reset();
    setStage("what");
  };
  const preview = () => {
    const next = form.plan();
    if (next) tryOut(next);
    else setTimeout(focusFirstFault);
  };
  const tryOut = (next: Plan) => {
    setPlan(next);
    setStage("preview");
    trial.reset();
    const changing = records.filter((record) => !staysAsIs(next, record));
    trial.start(partsOf(changing, changeOf(next)), true);
  };
  const carryOut = () => {
    if (!plan || !isReady) return;
    setStage("result");
    const changing = records.filter(({ number }) => able.has(number));
    // What was seen is done, or nothing.
    const seen = changing.map((record) => ({ ...record, plan: tried.get(record.number)?.plan }));
    act.start(partsOf(seen, changeOf(plan)), false);
  };
  const isOver = stage === "result" && !act.isRunning;
  const leave = () => {
    if (trial.isRunning) return trial.stop();
    if (act.isRunning) return act.stop();
    if (stage === "result" && act.course && isDone(act.course)) form.forget();
    onClose();
  };
  const press = (event: KeyboardEvent) => {
    // A key that is held down says nothing new, and a button takes it by itself.
    const isOwn = event.target instanceof Element && event.target.closest("a, button, input") !== null;
    if (event.key !== "Enter" || event.repeat || isOwn) return;
    event.preventDefault();
    if (isReady) carryOut();
    else if (isOver && !act.error) leave();
  };
  const n = isReady ? able.size : (trial.course?.of ?? records.length);
  const word =
    plan?.kind === "edit" || !plan
      ? t("bulk.do_edit", { n })
      : t("bulk.do_step", { step: label(plan.kind === "step" ? plan.action.label : plan.macro.title), n });
  const footer = {
    what: [
      <Button key="close" onClick={onClose}>
        {t("record.go_back")}
      </Button>,
      <Button key="on" type="primary" onClick={preview}>
        {t("bulk.to_preview")}
      </Button>,
    ],
    preview: [
      <Button key="back" disabled={trial.isRunning} onClick={goBack}>
        {t("bulk.back")}
      </Button>,
      plan?.kind === "step" &&
      !trial.isRunning &&
      trial.course?.results.some(({ problem }) => problem && tellsOfGaps(problem)) ? (
        <Button key="gaps" onClick={() => tryOut({ ...plan, withGaps: true })}>
          {t("compose.send_with_gaps")}
        </Button>
      ) : null,
      <Button
        key="on"
        type="primary"
        danger={plan?.kind === "step" && plan.action.comment === "reason"}
        disabled={!isReady}
        onClick={carryOut}
      >
        {word}
      </Button>,
    ],
    result: [
      <Button key="close" type={act.error ? "default" : "primary"} disabled={act.isRunning} onClick={leave}>
        {t("bulk.close")}
      </Button>,
      act.error ? (
        <Button key="on" type="primary" onClick={act.goOn}>
          {t("bulk.go_on")}
        </Button>
      ) : null,
    ],
  };
  return (
    <Dialog
      open
      className="bulk-dialog"
      title={t("bulk.title", { n: records.length, process: label(process.label) })}
      width={stage === "what" ? 560 : 880}
      footer={footer[stage]}
      mask={{ closable: false }}
      closable={!act.isRunning}
      onCancel={leave}
    >
      {stage === "what" || !plan ? (
        <DialogForm ref={stand} onSubmit={preview}>
          <WhatForm process={process} records={records} form={form} />
        </DialogForm>
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: Enter is what its main button does
        <section ref={stand} tabIndex={-1} className="bulk-stage" onKeyDown={press}>
          <Outlook process={process} plan={plan} lines={lines} run={stage === "result" ? act : trial} />
        </section>
      )}
    </Dialog>
  );
}
