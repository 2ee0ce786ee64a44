// Where somebody is among the questions of a report, and what has been answered. The address holds the question, so that
// back is back; the answers are kept in this browser.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { newKey } from "../api/client";
import { useKept } from "../api/kept";
import { useKeptFiles } from "../api/keptFiles";
import type { Me, Process, Value } from "../api/wire";
import { startValues } from "../field/value";
import { putAside } from "../form/aside";
import { bringing, useItemForm } from "../form/context";
import { isAnswers } from "../form/shape";
import { blank, PLACE, type Unsent } from "./draft";
import { questionsOf } from "./question";

/** What stands before and after the questions of a process. */
export const KIND = "kind";
export const PICTURES = "pictures";
export const REVIEW = "review";

export function useAsking(me: Me, kinds: Process[]) {
  const navigate = useNavigate();
  const { kind, step } = useSearch({ from: "/inside/report" });
  const draft = useKept<Unsent>(me.id, PLACE, blank, "browser");
  const files = useKeptFiles(me.id, PLACE);
  const of = (id: string | undefined) => {
    const process = kinds.find((one) => one.id === id);
    const start = process ? startValues(process, me.customer ?? null) : {};
    return { process, start, ...(process ? questionsOf(process, start) : { asked: [], later: [] }) };
  };
  const whole = of(kind ?? draft.value.kind ?? (kinds.length === 1 ? kinds[0]?.id : undefined));
  const values = { ...whole.start, ...draft.value.values };
  const itemForm = useItemForm(whole.process, values);
  const form = itemForm.questions;
  const answers = whole.process?.fields.find(isAnswers)?.id ?? "";
  // What is ordered without a form asks nothing more.
  const found = { ...whole, asked: whole.asked.filter(({ fields }) => form.length > 0 || !fields.some(isAnswers)) };
  const steps = [...(kinds.length > 1 ? [KIND] : []), ...found.asked.map(({ id }) => id), PICTURES, REVIEW];
  const isReached = step && steps.includes(step) && (found.process || step === KIND);
  const here = isReached ? step : ((kind ? found.asked[0]?.id : undefined) ?? steps[0]);
  const go = (to: string | undefined) => {
    draft.change((before) => ({ ...before, kind: found.process?.id, step: to }));
    void navigate({ to: "/report", search: { step: to } });
  };
  return {
    ...found,
    draft,
    files,
    steps,
    here,
    at: steps.indexOf(here ?? ""),
    question: found.asked.find(({ id }) => id === here),
    values,
    form,
    itemForm,
    /** The field that names what is ordered. */
    item: bringing(whole.process)?.from,
    /** What was answered to questions that are asked no more. */
    aside: itemForm.isKnown ? putAside(form, values[answers]) : [],
    answers,
    go,
    choose: (id: string) => {
      const to = of(id).asked[0]?.id;
      draft.change((before) => ({ ...before, kind: id, step: to, key: newKey() }));
      void navigate({ to: "/report", search: { step: to } });
    },
    /** What is answered otherwise is another report, and goes under another key. */
    answer: (field: string, value: Value) => {
      draft.change((before) => ({
        ...before,
        kind: found.process?.id,
        values: { ...before.values, [field]: value },
        key: newKey(),
      }));
    },
    /** What is sent next is another report. */
    renew: () => draft.change((before) => ({ ...before, key: newKey() })),
    restart: () => {
      draft.forget();
      files.clear();
      void navigate({ to: "/report", search: {} });
    },
  };
}

export type Asking = ReturnType<typeof useAsking>;
