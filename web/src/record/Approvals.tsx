// Who must agree, who has, and one's own vote.

import { Button } from "antd";
import { useOnce } from "../api/once";
import { type RecordAddress, useChanges } from "../api/record";
import type { Action, Approval, Process, YuhengRecord } from "../api/wire";
import { Fault } from "../look/Fault";
import { type Offer, useOffers } from "../palette/offer";
import { Section } from "../pane/Section";
import { useLabel, useText } from "../text/language";
import { near } from "../text/time";
import { actionOf, Vote } from "./Vote";

interface ApprovalsProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
  /** One's own vote stands elsewhere on the page. */
  votesElsewhere?: boolean;
}

export function Approvals({ record, ...rest }: ApprovalsProps) {
  const t = useText();
  if (record.approvals.length === 0) return null;
  return (
    <Section id="approvals" title={t("record.approvals")} count={record.approvals.length}>
      {record.approvals.map((approval) => (
        <ApprovalCard key={approval.id} record={record} approval={approval} {...rest} />
      ))}
    </Section>
  );
}

const FORM: { [form in Approval["form"]]: string } = {
  one: "record.form_one",
  all: "record.form_all",
  share: "record.form_share",
  in_turn: "record.form_in_turn",
};

const OUTCOME: { [outcome in Approval["outcome"]]: [string, string] } = {
  pending: ["record.outcome_pending", "wait"],
  granted: ["record.outcome_granted", "done"],
  returned: ["record.outcome_returned", "late"],
  withdrawn: ["record.outcome_withdrawn", "idle"],
  voided: ["record.outcome_voided", "idle"],
};

type CardProps = ApprovalsProps & { approval: Approval };

function ApprovalCard({ process, ...rest }: CardProps) {
  const t = useText();
  const label = useLabel();
  const { approval } = rest;
  const [word, hue] = OUTCOME[approval.outcome];
  const transition = process.transitions.find((one) => one.id === approval.transition);
  return (
    <div className="approval">
      <div className="approval-line">
        <strong>{label(transition?.label, approval.transition)}</strong>
        <span className={`sign ${hue}`}>{t(word)}</span>
      </div>
      <div className="quiet">
        {t(FORM[approval.form], { share: approval.share ?? 0 })} · {approval.asked_by?.title} {near(approval.asked_at)}
        {approval.urged > 0 ? ` · ${t("record.urged", { n: approval.urged })}` : ""}
      </div>
      <ul className="voters">
        {approval.voters.map((voter) => (
          <Voter
            key={voter.id}
            name={voter.title ?? ""}
            vote={approval.votes.find((one) => one.voter?.id === voter.id)}
          />
        ))}
      </ul>
      <ApprovalActions {...rest} />
    </div>
  );
}

function Voter({ name, vote }: { name: string; vote: Approval["votes"][number] | undefined }) {
  const t = useText();
  return (
    <li>
      <span>{name}</span>
      {vote ? (
        <span className={vote.agrees ? "vote agreed" : "vote returned"}>
          {vote.agrees ? `✓ ${t("record.agreed")}` : `↩ ${t("record.sent_back")}`} {near(vote.at)}
          {vote.deputy ? ` · ${t("record.by_deputy", { name: vote.deputy.title ?? "" })}` : ""}
        </span>
      ) : (
        <span className="quiet">{t("record.not_voted")}</span>
      )}
      {vote?.opinion ? <q>{vote.opinion}</q> : null}
    </li>
  );
}

/** What else can be done with an approval, and one's own vote where it does not stand at the head. */
function ApprovalActions({ at, record, approval, votesElsewhere }: Omit<CardProps, "process">) {
  const label = useLabel();
  const changes = useChanges(at);
  const [vote, ...others] = ["vote", "withdraw", "urge"].map((kind) => actionOf(record, approval, kind));
  const act = useOnce((kind: "withdraw" | "urge") =>
    changes.approval.mutateAsync({ approval: approval.id, act: kind, version: record.version }),
  );
  const run = (action: Action) => act.run(action.id.startsWith("urge:") ? "urge" : "withdraw");
  const possible = others.filter((action) => action !== undefined).filter((action) => action.allowed);
  useOffers(
    possible.map((action): Offer => {
      const about = { record: record.number };
      return { id: action.id, kind: "act", about, label: action.label, run: () => run(action) };
    }),
  );
  return (
    <div className="approval-actions">
      {vote?.allowed && !votesElsewhere ? <Vote at={at} record={record} approval={approval} action={vote} /> : null}
      {vote && !vote.allowed ? <p className="quiet">{label(vote.missing?.text)}</p> : null}
      {possible.map((action) => (
        <Button key={action.id} size="small" onClick={() => run(action)}>
          {label(action.label)}
        </Button>
      ))}
      <Fault error={changes.approval.error} />
    </div>
  );
}
