// What an action asks for: fields, a comment and who reads it. Values stay when the server refuses, and in this tab when the
// dialog is closed, until the action is done.

import { useNavigate } from "@tanstack/react-router";
import { Input } from "antd";
import { Fragment, useId, useState } from "react";
import { useMe } from "../api/account";
import { Refusal } from "../api/client";
import { fieldOf, useDefinitions } from "../api/definitions";
import { useInTab } from "../api/draft";
import { useOnce } from "../api/once";
import { type RecordAddress, type StepBody, useChanges, useReadAgain } from "../api/record";
import type { Action, Audience, Field, Fields, Process, Value, YuhengRecord } from "../api/wire";
import { FieldRow } from "../field/FieldRow";
import { focusFirstFault } from "../field/fault";
import { Length } from "../field/Length";
import { changed, same } from "../field/value";
import { Dialog } from "../look/Dialog";
import { Fault } from "../look/Fault";
import { LockIcon } from "../look/icon";
import { showLine } from "../look/line";
import { useLabel, useText } from "../text/language";
import { Conflict } from "./Conflict";
import { usePerform } from "./perform";
import { readersOf } from "./readers";

interface ActionDialogProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
  action: Action;
  /** Why it was refused already, without being asked for anything. */
  refused?: unknown;
  onClose: () => void;
}

/** What was entered, and what stood in those fields then. */
interface Entered {
  values: Fields;
  seen: Fields;
  comment: string;
}

const nothing = (): Entered => ({ values: {}, seen: {}, comment: "" });

export function ActionDialog({ at, process, record, action, refused, onClose }: ActionDialogProps) {
  const t = useText();
  const label = useLabel();
  const navigate = useNavigate();
  const entered = useInTab(useMe().data?.id ?? "", `step.${action.id}.${at.number}`, nothing);
  const { values, seen, comment } = entered.value;
  const [error, setError] = useState<unknown>(refused);
  // What the reader saw when the dialog opened: others' changes come in by a refusal only, never under the hand.
  const [base, setBase] = useState({ version: record.version, fields: record.fields });
  const perform = usePerform(useChanges(at), base.version);
  const readAgain = useReadAgain(at);
  const required = new Set(action.requires);
  const isField = (field: Field | undefined): field is Field => field !== undefined;
  const fields = [...(action.requires ?? []), ...(action.asks ?? [])].map((id) => fieldOf(process, id)).filter(isField);
  const refusal = error instanceof Refusal ? error : undefined;
  const clashing = (before: Fields, now: Fields) =>
    fields.flatMap(({ id }) => (id in values && !same(before[id], now[id]) && !same(values[id], now[id]) ? [id] : []));
  const [clashes, setClashes] = useState(() => clashing(seen, base.fields));
  const rebase = async () => {
    const now = await readAgain();
    setClashes(clashing(base.fields, now.fields));
    setBase(now);
  };
  const enter = (id: string, value: Value) =>
    entered.change((before) => ({
      ...before,
      values: { ...before.values, [id]: value },
      seen: { ...before.seen, [id]: base.fields[id] },
    }));
  const settle = (id: string) => setClashes((before) => before.filter((one) => one !== id));
  const keepMine = (id: string) => {
    enter(id, values[id]);
    settle(id);
  };
  const take = (id: string) => {
    entered.change(({ values: { [id]: _, ...others }, ...before }) => ({ ...before, values: others }));
    settle(id);
  };
  const submit = useOnce(async () => {
    if (clashes.length > 0) return;
    const body: StepBody = { fields: changed(base.fields, values) };
    if (comment.trim()) body.comment = { body: comment.trim(), audience: action.audience ?? "public" };
    try {
      const written = await perform.act(action.id, body);
      entered.forget();
      onClose();
      if (written && written.number !== at.number) {
        void navigate({
          to: "/records/$process/$number",
          params: { process: written.process, number: written.number },
        });
      }
    } catch (failure) {
      setError(failure);
      setTimeout(focusFirstFault);
      if (failure instanceof Refusal && failure.status === 412) await rebase().catch(setError);
    }
  });
  return (
    <Dialog
      open
      title={label(action.label)}
      okText={label(action.label)}
      cancelText={t("record.go_back")}
      confirmLoading={submit.isBusy}
      onOk={() => submit.run()}
      onCancel={onClose}
      okButtonProps={{ danger: action.comment === "reason", disabled: clashes.length > 0 }}
      mask={{ closable: false }}
    >
      <form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit.run();
        }}
      >
        {fields.map((field, index) => (
          <Fragment key={field.id}>
            <FieldRow
              field={field}
              required={required.has(field.id)}
              autoFocus={index === 0}
              value={field.id in values ? values[field.id] : base.fields[field.id]}
              fault={refusal?.at(field.id)}
              onChange={(value) => enter(field.id, value)}
            />
            {clashes.includes(field.id) ? (
              <Conflict
                field={field}
                mine={values[field.id]}
                theirs={base.fields[field.id]}
                onKeep={() => keepMine(field.id)}
                onTake={() => take(field.id)}
              />
            ) : null}
          </Fragment>
        ))}
        {action.comment === "none" ? null : (
          <CommentBox
            asked={action.comment}
            audience={action.audience ?? "public"}
            record={record}
            value={comment}
            fault={refusal?.at("comment") ?? refusal?.at("reason")}
            onChange={(text) => entered.change((before) => ({ ...before, comment: text }))}
            autoFocus={fields.length === 0}
          />
        )}
        <Fault
          error={error}
          said={refusal?.status === 412 ? t("record.changed_meanwhile") : undefined}
          onJump={(line) => {
            onClose();
            // The dialog gives the focus back first.
            setTimeout(() => showLine(line), 200);
          }}
        />
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}

type Asked = Exclude<Action["comment"], "none">;

/** Says who will read it, by name where it goes to the customer. */
function useCommentName(asked: Asked, audience: Audience, record: YuhengRecord): string {
  const t = useText();
  const readers = readersOf(record);
  if (asked === "reason") return t("record.reason");
  if (audience === "internal") return t("step.note");
  return readers ? t("step.reply", { name: readers }) : t("step.reply_to_all");
}

interface CommentBoxProps {
  asked: Asked;
  audience: Audience;
  record: YuhengRecord;
  value: string;
  fault: string | undefined;
  autoFocus: boolean;
  onChange: (value: string) => void;
}

function CommentBox({ asked, audience, record, value, fault, autoFocus, onChange }: CommentBoxProps) {
  const t = useText();
  const id = useId();
  const { limits } = useDefinitions();
  const name = useCommentName(asked, audience, record);
  const internal = asked !== "reason" && audience === "internal";
  return (
    <div className={`field-row wide comment-box ${internal ? "internal" : "public"}`}>
      <label htmlFor={id}>
        {internal ? <LockIcon /> : null} {name}
        {asked !== "optional" ? <span className="required">{t("field.required")}</span> : null}
      </label>
      <Input.TextArea
        id={id}
        autoFocus={autoFocus}
        autoSize={{ minRows: 2, maxRows: 10 }}
        value={value}
        status={fault ? "error" : undefined}
        aria-invalid={fault ? true : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      <Length max={asked === "reason" ? limits.reason : limits.comment} text={value} />
      {fault ? (
        <div className="fault" role="alert">
          {fault}
        </div>
      ) : null}
    </div>
  );
}
