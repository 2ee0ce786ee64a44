// What a customer wrote for a step that is offered no more: sent again where it may have been sent, else reported with, taken along or
// thrown away.
import { useState } from "react";
import { useMe } from "../api/account";
import { useKept } from "../api/kept";
import { type RecordAddress, useChanges } from "../api/record";
import type { Reference, YuhengRecord } from "../api/wire";
import { attempt, bodyOf, type Tried, usePerform } from "../record/perform";
import { useLabel, useText } from "../text/language";
import { Left } from "./Left";
import { nothingSaid, placeOfStep, type Said, withTried } from "./StepForm";
import { usePlainReason } from "./trouble";

interface UnsentStepProps {
  at: RecordAddress;
  record: YuhengRecord;
  /** Where the talk goes on, if that is elsewhere. */
  goesOn: Reference | undefined;
  /** Hears that what may have arrived did. */
  onArrived: () => void;
  /** The step as the definition has it. */
  step: { id: string; label: { zh: string; en: string } };
}

export function UnsentStep({ at, record, goesOn, onArrived, step }: UnsentStepProps) {
  const t = useText();
  const label = useLabel();
  const writer = useMe().data?.id ?? "";
  const place = placeOfStep(`transition:${step.id}`, at.number);
  const { value, change, forget } = useKept<Said>(writer, place, nothingSaid, "browser");
  const perform = usePerform(useChanges(at), record.version);
  const [error, setError] = useState<unknown>();
  const [isMore, setMore] = useState(false);
  const reason = usePlainReason();
  const { comment, fields, tried } = value;
  if (comment.trim() === "") return null;
  const keep = (next: Tried | undefined) => change((now) => withTried(now, next));
  const send = async (again: Tried) => {
    const entries = JSON.stringify([fields, comment.trim()]);
    const now = { fields, comment: { body: comment.trim(), audience: "public" as const } };
    const tried = { ...again, entries, body: bodyOf(again, entries, now) };
    await attempt(tried, keep, () => perform.act(again.id, tried.body, tried)).then(({ isFormer }) => {
      // What was changed since is not sent yet.
      setMore(isFormer);
      if (isFormer) return;
      forget();
      onArrived();
    }, setError);
  };
  const title = t(tried ? "unsent.unsure" : "unsent.for_step", { step: label(step.label) });
  const again = record.is_open ? undefined : at.process;
  const retry = tried ? () => send(tried) : undefined;
  const fault = isMore ? t("unsent.first_arrived") : error ? reason(error) : undefined;
  const ways = { retry, fault, goesOn: record.is_open ? undefined : goesOn, again, forget };
  return <Left writer={writer} title={title} text={comment} {...ways} />;
}
