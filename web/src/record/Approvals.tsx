// The approvals of a record: each with its steps, whose votes it awaits, and what can be done with it.

import { Button } from "antd";
import { useState } from "react";
import { useOnce } from "../api/once";
import { type RecordAddress, useChanges } from "../api/record";
import type { Action, Approval, Process, YuhengRecord } from "../api/wire";
import { Fault } from "../look/Fault";
import { type Offer, useOffers } from "../palette/offer";
import { Section } from "../pane/Section";
import { useLabel, useText } from "../text/language";
import { near } from "../text/time";
import { ApprovalSteps } from "./ApprovalSteps";
import { Denied } from "./Denied";
import { JoinDialog } from "./JoinDialog";
import { actionOf, Vote } from "./Vote";

/** What lets others have a part: by the word before the approval's id. */
const PARTS = ["add_signer", "hand_on", "copy"];

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
        {t("approval.asked", { name: approval.asked_by?.title ?? "", at: near(approval.asked_at) })}
        {approval.urged > 0 ? ` · ${t("record.urged", { n: approval.urged })}` : ""}
      </div>
      <ApprovalSteps approval={approval} />
      {approval.copies.length > 0 ? (
        <div className="quiet">
          {t("approval.copied_to")} {approval.copies.map((one) => one.title).join(t("timeline.and"))}
        </div>
      ) : null}
      <ApprovalActions {...rest} />
    </div>
  );
}

/** What else can be done with an approval, and one's own vote where it does not stand at the head. */
function ApprovalActions({ at, record, approval, votesElsewhere }: Omit<CardProps, "process">) {
  const label = useLabel();
  const changes = useChanges(at);
  const [vote, withdraw, urge] = ["vote", "withdraw", "urge"].map((kind) => actionOf(record, approval, kind));
  const joining = PARTS.map((kind) => actionOf(record, approval, kind));
  const [joined, setJoined] = useState<Action>();
  const act = useOnce((kind: "withdraw" | "urge") =>
    changes.approval.mutateAsync({ approval: approval.id, act: kind, version: record.version }),
  );
  const run = (action: Action) => {
    if (action === urge) act.run("urge");
    else if (action === withdraw) act.run("withdraw");
    else setJoined(action);
  };
  const others = [...joining, urge, withdraw].filter((action) => action !== undefined);
  const possible = others.filter((action) => action.allowed);
  // What whoever asked can't do yet is there, and says when; the others wait for whose turn it is, which the steps show.
  const shown = others.filter((action) => action.allowed || action === urge);
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
      {shown.map((action) =>
        action.allowed ? (
          <Button key={action.id} size="small" onClick={() => run(action)}>
            {label(action.label)}
          </Button>
        ) : (
          <Denied key={action.id} action={action} isSmall />
        ),
      )}
      {joined ? (
        <JoinDialog at={at} record={record} approval={approval} action={joined} onClose={() => setJoined(undefined)} />
      ) : null}
      <Fault error={changes.approval.error} />
    </div>
  );
}
