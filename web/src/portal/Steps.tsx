// What a customer can do about its report, as the engine offers it: confirm, say what is still wrong, take it back, urge.
import { Button } from "antd";
import { useState } from "react";
import { stateOf } from "../api/definitions";
import { useOnce } from "../api/once";
import { type RecordAddress, useChanges } from "../api/record";
import type { Action, Process, YuhengRecord } from "../api/wire";
import { Fault } from "../look/Fault";
import { Approvals } from "../record/Approvals";
import { usePerform } from "../record/perform";
import { useLabel, useText } from "../text/language";
import { StepForm } from "./StepForm";
import { usePlainReason } from "./trouble";

interface StepsProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
}

/** Whether a touch is enough: nothing has to be said with it. */
function isPlain(action: Action): boolean {
  return action.requires.length + action.asks.length === 0 && action.comment === "optional";
}

/** Whether a step leads on: one that stays is never what has to be done next. */
function leadsOn(process: Process, action: Action): boolean {
  return Boolean(process.transitions.find((one) => action.id === `transition:${one.id}`)?.to);
}

/** Whether a step gives the record up. */
function isEnd(process: Process, action: Action): boolean {
  const step = process.transitions.find((one) => action.id === `transition:${one.id}`);
  return stateOf(process, step?.to ?? "")?.kind === "cancelled";
}

export function Steps({ at, process, record }: StepsProps) {
  const label = useLabel();
  const reason = usePlainReason();
  const [asking, setAsking] = useState<Action>();
  const [error, setError] = useState<unknown>();
  const perform = usePerform(useChanges(at), record.version);
  const steps = record.actions.filter((action) => action.allowed && action.id.startsWith("transition:"));
  const forward = steps.filter((action) => !isEnd(process, action));
  forward.sort((a, b) => Number(leadsOn(process, b)) - Number(leadsOn(process, a)));
  const ordered = [...forward, ...steps.filter((action) => !forward.includes(action))];
  const isMain = (action: Action) => leadsOn(process, action) && !isEnd(process, action);
  // What was just done and can't be repeated yet says so.
  const resting = record.actions.filter((action) => action.missing?.kind === "guard" && !leadsOn(process, action));
  const act = useOnce((action: Action) => perform.act(action.id, { fields: {} }).catch(setError));
  const start = (action: Action) => {
    setError(undefined);
    if (isPlain(action)) act.run(action);
    else setAsking(action);
  };
  if (asking) {
    return <StepForm at={at} process={process} record={record} action={asking} onClose={() => setAsking(undefined)} />;
  }
  return (
    <>
      {ordered.length > 0 ? (
        <div className="steps">
          {ordered.map((action, index) => (
            <Button
              key={action.id}
              type={index === 0 && isMain(action) ? "primary" : isEnd(process, action) ? "text" : "default"}
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
      {error ? <Fault error={error} said={reason(error)} /> : null}
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
