// What an answer means, where a step waits that could say it: "still wrong" reopens, "all well" confirms, and what is only said
// changes nothing. Without being asked, whoever writes "still wrong" on what is solved would see it closed.
import { Button } from "antd";
import type { Action, YuhengRecord } from "../api/wire";
import { mustSay } from "../record/perform";
import { useLabel, useText } from "../text/language";

/** The steps that an answer's words can be said with: those that bring the record on and ask for nothing else, where one of
 * them can't be taken without words. That one comes first: who writes has something to say. */
export function meaningsOf(record: YuhengRecord): Action[] {
  const asksNothing = ({ requires, asks }: Action) => requires.length + asks.length === 0;
  const steps = record.actions
    .filter((action) => action.allowed && action.id.startsWith("transition:") && action.leads === "on")
    .filter((action) => action.comment !== "none" && asksNothing(action));
  const must = steps.filter(mustSay);
  return must.length > 0 ? [...must, ...steps.filter((step) => !mustSay(step))] : [];
}

interface MeaningsProps {
  of: Action[];
  /** Hears of the step that is meant; none: it is only said. */
  onMeant: (step?: Action) => void;
}

export function Meanings({ of, onMeant }: MeaningsProps) {
  const t = useText();
  const label = useLabel();
  return (
    // A key that is still held down chooses nothing.
    <fieldset className="meanings" onKeyDown={(event) => event.repeat && event.preventDefault()}>
      <legend>{t("portal.meant")}</legend>
      {of.map((step, index) => (
        <Button
          key={step.id}
          autoFocus={index === 0}
          type={index === 0 ? "primary" : "default"}
          onClick={() => onMeant(step)}
        >
          {label(step.label)}
        </Button>
      ))}
      <Button onClick={() => onMeant()}>{t("portal.only_said")}</Button>
    </fieldset>
  );
}
