// One's own vote: an opinion, agreeing, sending back. On a phone what waits for it stands below the head.

import { Button, Input, Select } from "antd";
import type { TextAreaRef } from "antd/es/input/TextArea";
import { useId, useRef, useState } from "react";
import { useMe } from "../api/account";
import { useDefinitions } from "../api/definitions";
import { useKept } from "../api/kept";
import { useOnce } from "../api/once";
import { type RecordAddress, useChanges } from "../api/record";
import type { Action, Approval, Process, Reference, YuhengRecord } from "../api/wire";
import { Length } from "../field/Length";
import { Fault } from "../look/Fault";
import { useOffers } from "../palette/offer";
import { useLabel, useText } from "../text/language";

/** What the reader can do with an approval, if it is offered. */
export function actionOf(record: YuhengRecord, approval: Approval, kind: string): Action | undefined {
  return record.actions.find((action) => action.id === `${kind}:${approval.id}`);
}

interface VoteProps {
  at: RecordAddress;
  record: YuhengRecord;
  approval: Approval;
  action: Action;
}

/** The approvals that wait for the reader, to be voted on at once. */
export function VotesAsked({ at, process, record }: Omit<VoteProps, "approval" | "action"> & { process: Process }) {
  const t = useText();
  const label = useLabel();
  return record.approvals.map((approval) => {
    const action = actionOf(record, approval, "vote");
    if (!action?.allowed) return null;
    const transition = process.transitions.find((one) => one.id === approval.transition);
    const step = approval.steps.find((one) => one.id && one.id === approval.step);
    const stepName = step ? label(step.label, step.id ?? "") : "";
    return (
      <section key={approval.id} className="vote-asked" aria-labelledby={`vote-${approval.id}`}>
        <h2 id={`vote-${approval.id}`}>
          {t("record.vote_asked", {
            step: [label(transition?.label, approval.transition), stepName].filter(Boolean).join(" · "),
          })}
        </h2>
        <Vote at={at} record={record} approval={approval} action={action} />
      </section>
    );
  });
}

export function Vote({ at, record, approval, action }: VoteProps) {
  const t = useText();
  const me = useMe().data;
  const { limits } = useDefinitions();
  // What was begun is there again on coming back.
  const kept = useKept(me?.id ?? "", `opinion.${approval.id}`, () => "");
  const opinion = kept.value;
  const setOpinion = (next: string) => kept.change(() => next);
  const [chosen, setChosen] = useState<string>();
  const box = useRef<TextAreaRef>(null);
  const why = useId();
  const changes = useChanges(at);
  const whose = (one: Reference) =>
    one.id === me?.id ? t("record.own_vote") : t("record.vote_for", { name: one.title });
  const { voters } = action;
  const voter = voters.find((one) => one.id === chosen) ?? voters[0];
  const begin = () => box.current?.focus();
  useOffers([{ id: "vote", kind: "act", about: { record: record.number }, label: action.label, run: begin }]);
  const lacksOpinion = opinion.trim() === "";
  const [back, setBack] = useState("");
  const label = useLabel();
  const nameOf = (id: string) => label(approval.steps.find((step) => step.id === id)?.label, id);
  const backs = [
    { value: "", label: t("approval.to_asker", { name: approval.asked_by?.title ?? "" }) },
    ...action.to_steps.map((id) => ({ value: id, label: t("approval.back_to", { step: nameOf(id) }) })),
  ];
  const cast = useOnce(async (agrees: boolean) => {
    await changes.vote.mutateAsync({
      approval: approval.id,
      agrees,
      opinion: opinion.trim() || undefined,
      voter: voter?.id,
      to_step: (!agrees && back) || undefined,
      version: record.version,
    });
    kept.forget();
  });
  return (
    <div className="own-vote">
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
        ref={box}
        aria-label={t("record.opinion")}
        placeholder={t("record.opinion")}
        autoSize={{ minRows: 2, maxRows: 8 }}
        value={opinion}
        onChange={(event) => setOpinion(event.target.value)}
      />
      <Length max={limits.opinion} text={opinion} />
      <div className="own-vote-buttons">
        <Button type="primary" loading={cast.isBusy} onClick={() => cast.run(true)}>
          {t("record.agree")}
        </Button>
        {backs.length > 1 ? (
          <Select
            className="vote-back"
            aria-label={t("approval.back_where")}
            value={back}
            options={backs}
            onChange={setBack}
          />
        ) : null}
        <Button
          className={lacksOpinion ? "denied" : undefined}
          aria-disabled={lacksOpinion || undefined}
          aria-describedby={lacksOpinion ? why : undefined}
          disabled={cast.isBusy}
          onClick={() => (lacksOpinion ? box.current?.focus() : cast.run(false))}
        >
          {t("record.send_back")}
        </Button>
        {lacksOpinion ? (
          <span id={why} className="quiet">
            {t("record.send_back_needs")}
          </span>
        ) : null}
      </div>
      <Fault error={changes.vote.error} />
    </div>
  );
}
