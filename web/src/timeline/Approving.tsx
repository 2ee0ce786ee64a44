// What an entry says of an approval: the vote at which step, who came in, who is told, the step that it has come to.
import type { Entry, Process, Signer } from "../api/wire";
import { useLabel, useText } from "../text/language";

const CAME: { [how in Signer["how"]]: string } = {
  before: "approval.added_before",
  beside: "approval.added_beside",
  after: "approval.added_after",
  handed_on: "approval.handed_by",
};

export function Approving({ entry, process }: { entry: Entry; process: Process }) {
  const t = useText();
  const label = useLabel();
  const steps = process.transitions.find((one) => one.id === entry.transition)?.steps ?? [];
  const nameOf = (id: string) => label(steps.find((step) => step.id === id)?.label, id);
  const { vote, to_step, signers = [], copies = [] } = entry;
  const back = vote?.to_step ? t("approval.back_to", { step: nameOf(vote.to_step) }) : t("record.sent_back");
  const lines = [
    vote
      ? `${[vote.step ? nameOf(vote.step) : "", vote.agrees ? t("record.agreed") : back].filter(Boolean).join(" · ")}${vote.opinion ? `: ${vote.opinion}` : ""}`
      : "",
    ...signers.map((one) => `${one.person?.title ?? ""} · ${t(CAME[one.how], { name: one.by?.title ?? "" })}`),
    copies.length > 0 ? `${t("approval.copied_to")} ${copies.map((one) => one.title).join(t("timeline.and"))}` : "",
    to_step && !vote?.to_step ? t("approval.at_step", { step: nameOf(to_step) }) : "",
  ].filter(Boolean);
  return lines.map((line) => (
    <div key={line} className="reason">
      {line}
    </div>
  ));
}
