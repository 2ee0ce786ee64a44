// The steps of an approval in their order: given, asked now, to come; at each whose votes, opinions and moments, and who came in.

import type { Approval, ApprovalStep, ApprovalVote, Signer } from "../api/wire";
import { AwayMark } from "../away/AwayMark";
import { useLabel, useText } from "../text/language";
import { near } from "../text/time";

const FORM: { [form in Approval["form"]]: string } = {
  one: "record.form_one",
  all: "record.form_all",
  share: "record.form_share",
  in_turn: "record.form_in_turn",
};

const STATE: { [state in ApprovalStep["state"]]: string } = {
  done: "approval.step_done",
  now: "approval.step_now",
  to_come: "approval.step_to_come",
  stopped: "approval.step_stopped",
};

export function ApprovalSteps({ approval }: { approval: Approval }) {
  const rounds = Math.max(0, ...approval.votes.filter((vote) => vote.set_aside).map((vote) => vote.round));
  return (
    <>
      {Array.from({ length: rounds }, (_, round) => round + 1).map((round) => (
        <EarlierRound key={round} approval={approval} round={round} />
      ))}
      <ol className="approval-steps">
        {approval.steps.map((step) => (
          <Step key={step.id ?? ""} approval={approval} step={step} />
        ))}
      </ol>
    </>
  );
}

function Step({ approval, step }: { approval: Approval; step: ApprovalStep }) {
  const t = useText();
  const label = useLabel();
  const votes = approval.votes.filter((vote) => !vote.set_aside && (vote.step ?? null) === (step.id ?? null));
  const isNow = step.state === "now";
  const awaited = isNow ? approval.awaited : [];
  const isLeft = (id: string) =>
    ![...votes.map((vote) => vote.voter?.id), ...awaited.map((one) => one.id)].includes(id);
  // Of a step that is over, only who voted tells anything.
  const others =
    step.state === "stopped" || step.state === "to_come" ? step.voters.filter((one) => isLeft(one.id)) : [];
  const signers = approval.signers.filter((one) => !one.set_aside && (one.step ?? null) === (step.id ?? null));
  return (
    <li className={step.state} aria-current={isNow ? "step" : undefined}>
      <div className="approval-step">
        <strong>{step.id ? label(step.label, step.id) : t(STATE[step.state])}</strong>
        {step.form ? <span className="quiet">{t(FORM[step.form], { share: step.share ?? 0 })}</span> : null}
        {step.id ? <span className="approval-state">{t(STATE[step.state])}</span> : null}
      </div>
      <ul className="voters">
        {votes.map((vote) => (
          <Voted key={`${vote.voter?.id}:${vote.at}`} vote={vote} signers={signers} />
        ))}
        {awaited.map((one) => (
          <li key={one.id}>
            <span>
              {one.title} <Marks signers={signers} person={one.id} /> <AwayMark person={one.id} />
            </span>
            <span className="quiet">{t("record.not_voted")}</span>
          </li>
        ))}
        {others.length > 0 ? <li className="quiet">{others.map((one) => one.title).join(t("timeline.and"))}</li> : null}
      </ul>
    </li>
  );
}

function Voted({ vote, signers }: { vote: ApprovalVote; signers: Signer[] }) {
  const t = useText();
  return (
    <li>
      <span>
        {vote.voter?.title}
        {vote.deputy ? <Mark word={t("record.by_deputy", { name: vote.deputy.title ?? "" })} /> : null}
        <Marks signers={signers} person={vote.voter?.id} />
      </span>
      <span className={vote.agrees ? "vote agreed" : "vote returned"}>
        {vote.agrees ? `✓ ${t("record.agreed")}` : `✕ ${t("record.against")}`} {near(vote.at)}
      </span>
      {vote.opinion ? <q>{vote.opinion}</q> : null}
    </li>
  );
}

const CAME: { [how in Signer["how"]]: string } = {
  before: "approval.added_before",
  beside: "approval.added_beside",
  after: "approval.added_after",
  handed_on: "approval.handed_by",
};

/** How somebody came in: by whom added, from whom the vote was handed on. */
function Marks({ signers, person }: { signers: Signer[]; person: string | undefined }) {
  const t = useText();
  return signers
    .filter((one) => one.person?.id === person)
    .map((one) => <Mark key={one.at} word={t(CAME[one.how], { name: one.by?.title ?? "" })} />);
}

const Mark = ({ word }: { word: string }) => <span className="approval-mark">{word}</span>;

/** The votes of a round that was sent back to an earlier step. */
function EarlierRound({ approval, round }: { approval: Approval; round: number }) {
  const t = useText();
  const label = useLabel();
  const votes = approval.votes.filter((vote) => vote.set_aside && vote.round === round);
  const signers = approval.signers.filter((one) => one.set_aside && one.round === round);
  const nameOf = (id: string | null | undefined) =>
    label(approval.steps.find((step) => step.id === id)?.label, id ?? "");
  if (votes.length === 0) return null;
  return (
    <details className="approval-round">
      <summary>{t("approval.round", { round, n: votes.length })}</summary>
      <ul className="voters">
        {votes.map((vote) => (
          <li key={`${vote.voter?.id}:${vote.at}`}>
            <span>
              <span className="quiet">{nameOf(vote.step)}</span> {vote.voter?.title}
              {vote.deputy ? <Mark word={t("record.by_deputy", { name: vote.deputy.title ?? "" })} /> : null}
              <Marks signers={signers} person={vote.voter?.id} />
            </span>
            <span className="quiet">
              {vote.to_step
                ? t("approval.back_to", { step: nameOf(vote.to_step) })
                : t(vote.agrees ? "record.agreed" : "record.against")}{" "}
              {near(vote.at)}
            </span>
            {vote.opinion ? <q>{vote.opinion}</q> : null}
          </li>
        ))}
      </ul>
    </details>
  );
}
