// What an action asks for: fields, a comment and who reads it. Values stay when the server refuses, and in this tab when the
// dialog is closed, until the action is done; where the record moves on meanwhile, they go over to the step that is the same.

import { useNavigate } from "@tanstack/react-router";
import { Fragment, useEffect, useEffectEvent, useState } from "react";
import { Refusal } from "../api/client";
import { fieldOf } from "../api/definitions";
import { useOnce } from "../api/once";
import { type RecordAddress, type StepBody, useChanges } from "../api/record";
import type { Action, Field, Process, YuhengRecord } from "../api/wire";
import { FieldRow } from "../field/FieldRow";
import { focusFirstFault } from "../field/fault";
import { changed } from "../field/value";
import { Dialog } from "../look/Dialog";
import { Fault } from "../look/Fault";
import { showLine } from "../look/line";
import { useLabel, useText } from "../text/language";
import { CommentBox } from "./CommentBox";
import { Conflict } from "./Conflict";
import { Overtaken } from "./Overtaken";
import { isPlain, usePerform } from "./perform";
import { successorOf } from "./sameStep";
import { useStepForm } from "./useStepForm";

interface ActionDialogProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
  action: Action;
  /** Why it was refused already, without being asked for anything. */
  refused?: unknown;
  /** The record moved on while the same step of another state was being filled in. */
  ledOver?: boolean;
  onLeadOver: (next: Action) => void;
  onClose: () => void;
}

export function ActionDialog(props: ActionDialogProps) {
  const { at, process, record, action, refused, ledOver, onLeadOver, onClose } = props;
  const t = useText();
  const label = useLabel();
  const navigate = useNavigate();
  const form = useStepForm(at, process, record, action);
  const { base, values, clashes } = form;
  const [error, setError] = useState<unknown>(refused);
  const perform = usePerform(useChanges(at), base.version);
  const isField = (field: Field | undefined): field is Field => field !== undefined;
  const fields = [...action.requires, ...action.asks].map((id) => fieldOf(process, id)).filter(isField);
  const refusal = error instanceof Refusal ? error : undefined;
  // Once the record offers the step no more: what takes its place is gone over to, with all that was written.
  const isGone = !record.actions.some((one) => one.id === action.id);
  const isHeld = clashes.length > 0 || isGone;
  const submit = useOnce(async () => {
    if (isHeld) return;
    const body: StepBody = { fields: { ...changed(base.fields, values), ...form.settled } };
    const comment = form.comment.trim();
    if (comment) body.comment = { body: comment, audience: action.audience ?? "public" };
    try {
      const written = await perform.act(action.id, body);
      form.forget();
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
  const next = isOvertaken ? successorOf(action, record, values) : undefined;
  const leadOver = useEffectEvent((to: Action) => onLeadOver(to));
  useEffect(() => {
    if (next) leadOver(next);
  }, [next]);
  const nameOf = (id: string | undefined) => (id ? label(fieldOf(process, id)?.label, id) : undefined);
  return (
    <Dialog
      open
      title={label(action.label)}
      okText={label(action.label)}
      cancelText={t("record.go_back")}
      confirmLoading={submit.isBusy}
      onOk={() => submit.run()}
      onCancel={onClose}
      okButtonProps={{ danger: action.comment === "reason", disabled: isHeld && !submit.isBusy }}
      mask={{ closable: false }}
    >
      <form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit.run();
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          submit.run();
        }}
      >
        {isPlain(action) && !action.leads ? <p>{t("step.convert")}</p> : null}
        {ledOver || isOvertaken ? (
          <Overtaken process={process} record={record} action={action} ledOver={!isGone} />
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
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
