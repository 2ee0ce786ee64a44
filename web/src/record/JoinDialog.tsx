// Others in an approval: who is to agree as well, who votes instead, who is told of it.

import { Input, Radio, Select } from "antd";
import { useId, useState } from "react";
import { useMe } from "../api/account";
import { Refusal } from "../api/client";
import { ofContent, useDefinitions } from "../api/definitions";
import { useOnce } from "../api/once";
import { type Joining, type Part, type RecordAddress, useChanges } from "../api/record";
import type { Action, Approval, Reference, YuhengRecord } from "../api/wire";
import { ReferencePicker } from "../field/ReferencePicker";
import { Dialog } from "../look/Dialog";
import { DialogForm } from "../look/DialogForm";
import { Fault } from "../look/Fault";
import { useLabel, useText } from "../text/language";

interface JoinDialogProps {
  at: RecordAddress;
  record: YuhengRecord;
  approval: Approval;
  action: Action;
  onClose: () => void;
}

const PART: { [kind: string]: Part } = { add_signer: "signers", hand_on: "handovers", copy: "copies" };
const PLACES: { [place in NonNullable<Joining["how"]>]: string } = {
  before: "approval.place_before",
  beside: "approval.place_beside",
  after: "approval.place_after",
};

export function JoinDialog({ at, record, approval, action, onClose }: JoinDialogProps) {
  const t = useText();
  const label = useLabel();
  const id = useId();
  const me = useMe().data;
  const { processes } = useDefinitions();
  const people = ofContent(processes, "person").map((process) => process.id);
  const part = PART[action.id.split(":")[0] ?? ""] ?? "copies";
  const changes = useChanges(at);
  const [chosen, setChosen] = useState<Reference[]>([]);
  const [how, setHow] = useState<Joining["how"]>("before");
  const [reason, setReason] = useState("");
  const [voter, setVoter] = useState(action.voters[0]?.id);
  const isCopy = part === "copies";
  const lacks = chosen.length === 0 || (!isCopy && reason.trim() === "");
  const submit = useOnce(async () => {
    if (lacks) return;
    const [signer] = chosen.map((one) => one.id);
    const body: Joining = isCopy ? { people: chosen.map((one) => one.id) } : { signer, reason: reason.trim(), voter };
    if (part === "signers") body.how = how;
    await changes.joining.mutateAsync({ approval: approval.id, part, version: record.version, ...body });
    onClose();
  });
  const refusal = changes.joining.error instanceof Refusal ? changes.joining.error : undefined;
  return (
    <Dialog
      open
      title={label(action.label)}
      okText={label(action.label)}
      cancelText={t("record.go_back")}
      confirmLoading={submit.isBusy}
      okButtonProps={{ disabled: lacks }}
      onOk={() => submit.run()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <DialogForm className="join-form" onSubmit={() => submit.run()}>
        {part === "handovers" ? <p className="quiet">{t("approval.hand_on_help")}</p> : null}
        {action.voters.length > 1 ? (
          <Select
            aria-label={t("record.whose_vote")}
            value={voter}
            options={action.voters.map((one) => ({
              value: one.id,
              label: one.id === me?.id ? t("record.own_vote") : one.title,
            }))}
            onChange={setVoter}
          />
        ) : null}
        <label htmlFor={`${id}-person`}>{t(isCopy ? "approval.copy_to" : "approval.person")}</label>
        {chosen.length > 0 && isCopy ? (
          <ul className="join-chosen">
            {chosen.map((one) => (
              <li key={one.id}>
                {one.title}
                <button
                  type="button"
                  aria-label={t("approval.not_to", { name: one.title })}
                  onClick={() => setChosen(chosen.filter((other) => other.id !== one.id))}
                >
                  ×
                </button>
              </li>
            ))}
          </ul>
        ) : null}
        <ReferencePicker
          key={isCopy ? chosen.length : "one"}
          id={`${id}-person`}
          to={people}
          value={isCopy ? undefined : chosen[0]}
          status={refusal?.at("signer") || refusal?.at("people") ? "error" : undefined}
          onChange={(one) => {
            const others = isCopy ? chosen.filter((other) => other.id !== one?.id) : [];
            setChosen(one ? [...others, one] : others);
          }}
        />
        {part === "signers" ? (
          <Radio.Group
            aria-label={t("approval.how")}
            value={how}
            options={Object.entries(PLACES).map(([place, word]) => ({ value: place, label: t(word) }))}
            onChange={(event) => setHow(event.target.value)}
          />
        ) : null}
        {isCopy ? null : (
          <>
            <label htmlFor={`${id}-reason`}>{t("approval.reason")}</label>
            <Input.TextArea
              id={`${id}-reason`}
              autoSize={{ minRows: 2, maxRows: 6 }}
              status={refusal?.at("reason") ? "error" : undefined}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </>
        )}
        <Fault error={changes.joining.error} />
      </DialogForm>
    </Dialog>
  );
}
