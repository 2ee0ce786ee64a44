// What an entry says of an approval: the vote at which step, who came in, who is told, the step that it has come to.
import type { Entry, Process, Signer } from "../api/wire";
import { useLabel, useText } from "../text/language";

const CAME: { [how in Signer["how"]]: string } = {
  before: "approval.added_before",
  beside: "approval.added_beside",
  after: "approval.added_after",
  handed_on: "approval.handed_by",
};

/** What an entry says of an approval, line by line. */
export function useApproving(process: Process): (entry: Entry) => string[] {
  const t = useText();
  const label = useLabel();
  return ({ transition, vote, to_step, signers = [], copies = [] }) => {
    const steps = process.transitions.find((one) => one.id === transition)?.steps ?? [];
    const nameOf = (id: string) => label(steps.find((step) => step.id === id)?.label, id);
    const back = vote?.to_step ? t("approval.back_to", { step: nameOf(vote.to_step) }) : t("record.against");
    const cast = [vote?.step ? nameOf(vote.step) : "", vote?.agrees ? t("record.agreed") : back].filter(Boolean);
    return [
      vote ? [cast.join(" · "), vote.opinion].filter(Boolean).join(": ") : "",
      ...signers.map((one) => `${one.person?.title ?? ""} · ${t(CAME[one.how], { name: one.by?.title ?? "" })}`),
      copies.length > 0 ? `${t("approval.copied_to")} ${copies.map((one) => one.title).join(t("timeline.and"))}` : "",
      to_step && !vote?.to_step ? t("approval.at_step", { step: nameOf(to_step) }) : "",
    ].filter(Boolean);
  };
}

export function Approving({ entry, process }: { entry: Entry; process: Process }) {
  const linesOf = useApproving(process);
  return linesOf(entry).map((line) => (
    <div key={line} className="reason">
      {line}
    </div>
  ));
}
