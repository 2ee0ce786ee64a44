// What a customer wrote for a step that is offered no more: sent again where it may have been sent, else reported with, taken along or
// thrown away.
import { useMe } from "../api/account";
import { Refusal } from "../api/client";
import { useKept } from "../api/kept";
import { type RecordAddress, useChanges } from "../api/record";
import type { Reference, YuhengRecord } from "../api/wire";
import { usePerform } from "../record/perform";
import { useLabel, useText } from "../text/language";
import { Left } from "./Left";
import { nothingSaid, placeOfStep, type Said } from "./StepForm";

interface UnsentStepProps {
  at: RecordAddress;
  record: YuhengRecord;
  /** Where the talk goes on, if that is elsewhere. */
  goesOn: Reference | undefined;
  /** The step as the definition has it. */
  step: { id: string; label: { zh: string; en: string } };
}

export function UnsentStep({ at, record, goesOn, step }: UnsentStepProps) {
  const t = useText();
  const label = useLabel();
  const writer = useMe().data?.id ?? "";
  const place = placeOfStep(`transition:${step.id}`, at.number);
  const { value, change, forget } = useKept<Said>(writer, place, nothingSaid, "browser");
  const perform = usePerform(useChanges(at), record.version);
  const { comment, tried } = value;
  if (comment.trim() === "") return null;
  const retry = tried
    ? async () => {
        const isRefused = (failure: unknown) => failure instanceof Refusal && failure.isFinal;
        await perform.act(tried.id, tried.body, tried).then(forget, (failure: unknown) => {
          if (isRefused(failure)) change(({ tried: _, ...said }) => said);
        });
      }
    : undefined;
  const title = t(tried ? "unsent.unsure" : "unsent.for_step", { step: label(step.label) });
  const again = record.is_open ? undefined : at.process;
  const ways = { retry, goesOn: record.is_open ? undefined : goesOn, again, forget };
  return <Left writer={writer} title={title} text={comment} {...ways} />;
}
