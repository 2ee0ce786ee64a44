// What an action asks for: fields, a comment and who reads it. Values stay when the server refuses, and in this tab when the
// dialog is closed, until the action is done.

import { useNavigate } from "@tanstack/react-router";
import { Fragment, useEffect, useEffectEvent, useState } from "react";
import { newKey, Refusal } from "../api/client";
import { fieldOf } from "../api/definitions";
import { useOnce } from "../api/once";
import { type RecordAddress, type StepBody, useChanges } from "../api/record";
import type { Action, Field, Process, YuhengRecord } from "../api/wire";
import { SendAnyway } from "../compose/SendAnyway";
import { FieldRow } from "../field/FieldRow";
import { focusFirstFault } from "../field/fault";
import { changed } from "../field/value";
import { Dialog } from "../look/Dialog";
import { DialogForm } from "../look/DialogForm";
import { Fault } from "../look/Fault";
import { showLine } from "../look/line";
import { useLabel, useText } from "../text/language";
import { CommentBox } from "./CommentBox";
import { Conflict } from "./Conflict";
import { Overtaken } from "./Overtaken";
import { attempt, bodyOf, isPlain, usePerform } from "./perform";
import { useStepForm } from "./useStepForm";

interface ActionDialogProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
  action: Action;
  /** Why it was refused already, without being asked for anything. */
  refused?: unknown;
  onClose: () => void;
}

export function ActionDialog(props: ActionDialogProps) {
  const { at, process, record, action, refused, onClose } = props;
  const t = useText();
  const label = useLabel();
  const navigate = useNavigate();
  const form = useStepForm(at, process, record, action);
  const { base, values, clashes } = form;
  const [error, setError] = useState<unknown>(refused);
  const [before, setBefore] = useState<string>();
  const perform = usePerform(useChanges(at), base.version);
  const isField = (field: Field | undefined): field is Field => field !== undefined;
  const fields = [...action.requires, ...action.asks].map((id) => fieldOf(process, id)).filter(isField);
  const refusal = error instanceof Refusal ? error : undefined;
  // Once the record offers the step no more, it is not sent.
  const isGone = !record.actions.some((one) => one.id === action.id);
  // What may have arrived is sent again as it was, whatever the record has become by it.
  const isUnsure = form.tried !== undefined;
  const isHeld = clashes.length > 0 || (isGone && !isUnsure);
  const submit = useOnce(async (withGaps: boolean) => {
    if (isHeld) return;
    const body: StepBody = { fields: { ...changed(base.fields, values), ...form.settled } };
    const comment = form.comment.trim();
    if (comment) {
      body.comment = { body: comment, audience: action.audience ?? "public", ...(withGaps ? { with_gaps: true } : {}) };
    }
    const entries = JSON.stringify([values, comment]);
    const begun = form.tried ?? { id: action.id, version: base.version, key: newKey() };
    const tried = { ...begun, entries, body: bodyOf(form.tried, entries, body) };
    let written: YuhengRecord | undefined;
    const send = async () => {
      written = await perform.act(action.id, tried.body, tried);
      return written;
    };
    setError(undefined);
    setBefore(undefined);
    try {
      const { isFormer, isOfferedAgain } = await attempt(tried, form.keep, send);
      // What did not arrive stays, beside what the record has become by what did.
      if (isFormer) {
        setBefore("overtaken.former");
        return form.settle(await form.rebase());
      }
      if (isOfferedAgain) await form.rebase();
      form.done(comment);
      if (isOfferedAgain) return setBefore("overtaken.done_before");
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
      if (failure instanceof Refusal && failure.status === 412) await form.rebase().catch(setError);
    }
  });
  const isOvertaken = isGone && !submit.isBusy;
  // The step is offered from the new state, too: it goes on from there, and its reader is told.
  const [hasMoved, setMoved] = useState(false);
  const isMoving = record.state !== base.state && !isGone && !submit.isBusy;
  const moveOn = useEffectEvent(() => {
    setMoved(true);
    void form.rebase().catch(setError);
  });
  useEffect(() => {
    if (isMoving) moveOn();
  }, [isMoving]);
  const nameOf = (id: string | undefined) => (id ? label(fieldOf(process, id)?.label, id) : undefined);
  return (
    <Dialog
      open
      title={label(action.label)}
      okText={label(action.label)}
      cancelText={t("record.go_back")}
      confirmLoading={submit.isBusy}
      onOk={() => submit.run(false)}
      onCancel={onClose}
      okButtonProps={{ danger: action.comment === "reason", disabled: isHeld && !submit.isBusy }}
      mask={{ closable: false }}
    >
      <DialogForm onSubmit={() => submit.run(false)}>
        {isPlain(action) && !action.leads ? <p>{t(action.id === "unmerge" ? "merge.undo" : "step.convert")}</p> : null}
        {before ? (
          <p className="notice" role="status">
            {t(before, { action: label(action.label) })}
          </p>
        ) : null}
        {hasMoved || isOvertaken || (isUnsure && !submit.isBusy && !error) ? (
          <Overtaken process={process} record={record} action={action} isGone={isGone} isUnsure={isUnsure} />
        ) : null}
        {fields.map((field) => (
          <Fragment key={field.id}>
            <FieldRow
              field={field}
              required={action.requires.includes(field.id)}
              value={field.id in values ? values[field.id] : base.fields[field.id]}
              fault={refusal?.at(field.id)}
              broughtBy={nameOf(form.broughtBy(field.id))}
              onChange={(value) => form.enter(field.id, value)}
            />
            {clashes.includes(field.id) ? (
              <Conflict
                field={field}
                mine={values[field.id]}
                theirs={base.fields[field.id]}
                onKeep={() => form.keepMine(field.id)}
                onTake={() => form.take(field.id)}
              />
            ) : null}
          </Fragment>
        ))}
        {action.comment === "none" ? null : (
          <CommentBox
            asked={action.comment}
            audience={action.audience ?? "public"}
            at={at}
            record={record}
            value={form.comment}
            fault={refusal?.at("comment") ?? refusal?.at("reason")}
            onChange={form.say}
          />
        )}
        {isOvertaken ? null : (
          <Fault
            error={error}
            said={refusal?.status === 412 ? t("record.changed_meanwhile") : undefined}
            onJump={(line) => {
              onClose();
              // The dialog gives the focus back first.
              setTimeout(() => showLine(line), 200);
            }}
          />
        )}
        <SendAnyway error={error} isBusy={submit.isBusy} onSend={() => submit.run(true)} />
      </DialogForm>
    </Dialog>
  );
}
