// What a customer can do about its report, as the engine offers it: confirm, say what is still wrong, take it back, urge.
import { Button } from "antd";
import { useState } from "react";
import { useMe } from "../api/account";
import { Refusal } from "../api/client";
import { keptAt } from "../api/kept";
import { useOnce } from "../api/once";
import { type RecordAddress, useChanges, useReadAgain } from "../api/record";
import type { Action, Process, Reference, YuhengRecord } from "../api/wire";
import { Fault } from "../look/Fault";
import { Approvals } from "../record/Approvals";
import { isPlain, usePerform } from "../record/perform";
import { useLabel, useText } from "../text/language";
import { placeOfStep, type Said, StepForm } from "./StepForm";
import { isStale, usePlainReason } from "./trouble";
import { UnsentStep } from "./UnsentStep";

interface StepsProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
}

interface AllStepsProps extends StepsProps {
  /** Where the talk goes on, if that is elsewhere. */
  goesOn: Reference | undefined;
}

export function Steps({ at, process, record, goesOn }: AllStepsProps) {
  const t = useText();
  const label = useLabel();
  const reason = usePlainReason();
  const [asking, setAsking] = useState<Action>();
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<unknown>();
  const [failedAt, setFailedAt] = useState(0);
  // Without an answer it may have been done all the same: once the record moves, it says so itself.
  const isAnsweredSince = error instanceof Refusal && !error.isFinal && failedAt !== record.version;
  const perform = usePerform(useChanges(at), record.version);
  const writer = useMe().data?.id ?? "";
  const steps = record.actions.filter((action) => action.allowed && action.id.startsWith("transition:"));
  const possible = (way: Action["leads"]) => steps.filter((action) => action.leads === way);
  const ordered = [...possible("on"), ...possible("nowhere"), ...possible("out")];
  // What was just done and can't be repeated yet says so.
  const resting = record.actions.filter((action) => action.missing?.kind === "guard" && action.leads !== "on");
  const readAgain = useReadAgain(at);
  const act = useOnce((action: Action) =>
    perform.act(action.id, { fields: {} }).catch(async (failure: unknown) => {
      setError(failure);
      setFailedAt(record.version);
      if (isStale(failure)) await readAgain().catch(() => undefined);
    }),
  );
  const start = (action: Action) => {
    setError(undefined);
    setAsking(isPlain(action) ? undefined : action);
    if (isPlain(action)) act.run(action);
  };
  // What is offered no more, since the record went on elsewhere, is asked for no more. What was written for it is kept.
  const offered = steps.find((action) => action.id === asking?.id) ?? (isSending ? asking : undefined);
  const over = () => setAsking(undefined);
  const left = asking ? keptAt<Said>(writer, placeOfStep(asking.id, at.number), "browser") : undefined;
  // What may have arrived is not said to be impossible.
  const isUnsure = left?.tried !== undefined;
  if (offered) {
    const heard = { onSending: setSending, onClose: over };
    return <StepForm at={at} process={process} record={record} action={offered} {...heard} />;
  }
  return (
    <>
      {asking && !isUnsure ? (
        <p className="notice" role="status">
          {t("portal.went_on", { step: label(asking.label) })}
        </p>
      ) : null}
      {process.transitions
        .filter((step) => !steps.some((action) => action.id === `transition:${step.id}`))
        .map((step) => (
          <UnsentStep key={step.id} at={at} record={record} goesOn={goesOn} onArrived={over} step={step} />
        ))}
      {ordered.length > 0 ? (
        <div className="steps">
          {ordered.map((action) => (
            <Button
              key={action.id}
              type={action.is_main ? "primary" : action.leads === "out" ? "text" : "default"}
              loading={perform.pending === action.id}
              onClick={() => start(action)}
            >
              {label(action.label)}
            </Button>
          ))}
        </div>
      ) : null}
      {resting.map((action) => (
        <p key={action.id} className="quiet resting">
          {label(action.missing?.text)}
        </p>
      ))}
      {error && !isAnsweredSince ? <Fault error={error} said={reason(error)} /> : null}
      <Votes at={at} process={process} record={record} />
    </>
  );
}

/** Approvals in which the reader has a part: a vote to cast, somebody to remind. */
function Votes({ at, process, record }: StepsProps) {
  const t = useText();
  const hasPart = record.actions.some((action) => action.allowed && /^(vote|urge|withdraw):/.test(action.id));
  if (!hasPart) return null;
  return (
    <section className="votes" aria-label={t("record.approvals")}>
      <Approvals at={at} process={process} record={record} />
    </section>
  );
}
