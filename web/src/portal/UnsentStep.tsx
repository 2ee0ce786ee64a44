// What a customer wrote for a step that is offered no more: shown, to be reported with, copied or thrown away.
import { useMe } from "../api/account";
import { useKept } from "../api/kept";
import type { RecordAddress } from "../api/record";
import { useLabel, useText } from "../text/language";
import { Left } from "./Left";
import { nothingSaid, placeOfStep, type Said } from "./StepForm";

interface UnsentStepProps {
  at: RecordAddress;
  /** Nothing can be said on the record any more. */
  isOver: boolean;
  /** The step as the definition has it. */
  step: { id: string; label: { zh: string; en: string } };
}

export function UnsentStep({ at, isOver, step }: UnsentStepProps) {
  const t = useText();
  const label = useLabel();
  const writer = useMe().data?.id ?? "";
  const place = placeOfStep(`transition:${step.id}`, at.number);
  const { value, forget } = useKept<Said>(writer, place, nothingSaid, "browser");
  if (value.comment.trim() === "") return null;
  const title = t("unsent.for_step", { step: label(step.label) });
  const again = isOver ? at.process : undefined;
  return <Left writer={writer} title={title} text={value.comment} again={again} forget={forget} />;
}
