// What a customer wrote for a step that is offered no more: shown, to be copied or thrown away.
import { Button } from "antd";
import { useMe } from "../api/account";
import { useKept } from "../api/kept";
import { useLabel, useText } from "../text/language";
import { nothingSaid, placeOfStep, type Said } from "./StepForm";
import "./unsent.css";

interface UnsentStepProps {
  number: string;
  /** The step as the definition has it. */
  step: { id: string; label: { zh: string; en: string } };
}

export function UnsentStep({ number, step }: UnsentStepProps) {
  const t = useText();
  const label = useLabel();
  const place = placeOfStep(`transition:${step.id}`, number);
  const { value, forget } = useKept<Said>(useMe().data?.id ?? "", place, nothingSaid, "browser");
  if (value.comment.trim() === "") return null;
  const title = t("unsent.for_step", { step: label(step.label) });
  return (
    <section className="notice unsent" aria-label={title}>
      <p>{title}</p>
      <blockquote className="unsent-text">{value.comment}</blockquote>
      <p className="unsent-ways">
        <Button onClick={forget}>{t("unsent.throw_away")}</Button>
      </p>
    </section>
  );
}
