// Who must agree, who has, and one's own vote.

import { Button, Input, Select } from "antd";
import { useState } from "react";
import { useMe } from "../api/account";
import { useDefinitions } from "../api/definitions";
import { useOnce } from "../api/once";
import { type RecordAddress, useChanges } from "../api/record";
import type { Approval, Process, Reference, YuhengRecord } from "../api/wire";
import { Length } from "../field/Length";
import { Fault } from "../look/Fault";
import { Section } from "../pane/Section";
import { useLabel, useText } from "../text/language";
import { near } from "../text/time";

interface ApprovalsProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
}

export function Approvals({ at, process, record }: ApprovalsProps) {
  const t = useText();
  if (record.approvals.length === 0) return null;
  return (
    <Section id="approvals" title={t("record.approvals")} count={record.approvals.length}>
      {record.approvals.map((approval) => (
        <ApprovalCard key={approval.id} at={at} process={process} record={record} approval={approval} />
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

function ApprovalCard({ at, process, record, approval }: ApprovalsProps & { approval: Approval }) {
  const t = useText();
  const label = useLabel();
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
      <ApprovalActions at={at} record={record} approval={approval} />
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

function ApprovalActions({ at, record, approval }: { at: RecordAddress; record: YuhengRecord; approval: Approval }) {
  const t = useText();
  const label = useLabel();
  const me = useMe().data;
  const { limits } = useDefinitions();
  const [opinion, setOpinion] = useState("");
  const [chosen, setChosen] = useState<string>();
  const changes = useChanges(at);
  const offered = (kind: string) => record.actions.find((action) => action.id === `${kind}:${approval.id}`);
  const [vote, withdraw, urge] = [offered("vote"), offered("withdraw"), offered("urge")];
  const { version } = record;
  const whose = (one: Reference) =>
    one.id === me?.id ? t("record.own_vote") : t("record.vote_for", { name: one.title });
  const voters = vote?.voters ?? [];
  const voter = voters.find((one) => one.id === chosen) ?? voters[0];
  const cast = useOnce((agrees: boolean) =>
    changes.vote.mutateAsync({
      approval: approval.id,
      agrees,
      opinion: opinion.trim() || undefined,
      voter: voter?.id,
      version,
    }),
  );
  const act = useOnce((kind: "withdraw" | "urge") =>
    changes.approval.mutateAsync({ approval: approval.id, act: kind, version }),
  );
  const error = changes.vote.error ?? changes.approval.error;
  return (
    <div className="approval-actions">
      {vote?.allowed ? (
        <>
          {voters.length > 1 ? (
            <Select
              aria-label={t("record.whose_vote")}
              value={voter?.id}
              options={voters.map((one) => ({ value: one.id, label: whose(one) }))}
              onChange={setChosen}
            />
          ) : voter && voter.id !== me?.id ? (
            <p className="quiet">{whose(voter)}</p>
          ) : null}
          <Input.TextArea
            aria-label={t("record.opinion")}
            placeholder={t("record.opinion")}
            autoSize={{ minRows: 2, maxRows: 8 }}
            value={opinion}
            onChange={(event) => setOpinion(event.target.value)}
          />
          <Length max={limits.opinion} text={opinion} />
          <Button type="primary" size="small" loading={cast.isBusy} onClick={() => cast.run(true)}>
            {t("record.agree")}
          </Button>
          <Button
            size="small"
            disabled={opinion.trim() === "" || cast.isBusy}
            title={opinion.trim() === "" ? t("record.send_back_needs") : undefined}
            onClick={() => cast.run(false)}
          >
            {t("record.send_back")}
          </Button>
        </>
      ) : null}
      {vote && !vote.allowed ? <p className="quiet">{label(vote.missing?.text)}</p> : null}
      {[withdraw, urge].map((action) =>
        action?.allowed ? (
          <Button key={action.id} size="small" onClick={() => act.run(action === urge ? "urge" : "withdraw")}>
            {label(action.label)}
          </Button>
        ) : null,
      )}
      <Fault error={error} />
    </div>
  );
}
