// What somebody has answered to questions that are asked no more: where the form is filled in, where it could be told in
// sentences, and before it is sent.
import { PutAside } from "../form/PutAside";
import { joined } from "../text/joined";
import { useLabel } from "../text/language";
import { type Asking, REVIEW } from "./asking";
import { wordsOf } from "./carry";

export function AnswersAside({ asking }: { asking: Asking }) {
  const label = useLabel();
  const { process, aside, question, here, item, answers, values } = asking;
  const words = process ? wordsOf(process) : undefined;
  const isAbout = question?.fields.some(({ id }) => id === item || id === answers || id === words);
  if (here !== REVIEW && !isAbout) return null;
  const field = process?.fields.find(({ id }) => id === words);
  const leave = () => asking.answer(answers, without(asking));
  return (
    <PutAside
      rows={aside}
      into={field ? label(field.label, field.id) : undefined}
      onCopy={(text) => {
        if (field) asking.answer(field.id, joined(values[field.id], text));
        leave();
      }}
      onThrowAway={leave}
    />
  );
}

/** The answers without those that are put aside. */
function without({ aside, values, answers }: Asking) {
  const rows = values[answers];
  return Array.isArray(rows) ? rows.filter((row) => !aside.includes(row)) : rows;
}
