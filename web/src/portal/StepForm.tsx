// What a step asks a customer for: usually why. What is written is kept until it is sent.
import { Button, Input } from "antd";
import { useId, useState } from "react";
import { useMe } from "../api/account";
import { newKey, Refusal } from "../api/client";
import { fieldOf, useDefinitions } from "../api/definitions";
import { useKept } from "../api/kept";
import { useOnce } from "../api/once";
import { type RecordAddress, type StepBody, useChanges, useReadAgain } from "../api/record";
import type { Action, Field, Fields, Process, YuhengRecord } from "../api/wire";
import { FieldRow } from "../field/FieldRow";
import { Length } from "../field/Length";
import { changed } from "../field/value";
import { Fault } from "../look/Fault";
import { attempt, bodyOf, mustSay, type Tried, usePerform } from "../record/perform";
import { useLabel, useText } from "../text/language";
import { isStale, usePlainReason } from "./trouble";

interface StepFormProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
  action: Action;
  /** Hears when it is on its way, and when no longer: until then it stands, though the step be offered no more. */
  onSending: (isSending: boolean) => void;
  onClose: () => void;
}

/** What is kept of a step's form. */
export interface Said {
  comment: string;
  fields: Fields;
  /** As what it was sent, while nobody knows whether it arrived. */
  tried?: Tried;
}

/** What is kept, with what is known of its having been sent. */
export const withTried = ({ comment, fields }: Said, tried: Tried | undefined): Said =>
  tried ? { comment, fields, tried } : { comment, fields };

export const nothingSaid = (): Said => ({ comment: "", fields: {} });
export const placeOfStep = (action: string, number: string) => `${action}.${number}`;

export function StepForm({ at, process, record, action, onSending, onClose }: StepFormProps) {
  const t = useText();
  const label = useLabel();
  const id = useId();
  const reason = usePlainReason();
  const me = useMe().data;
  const { limits } = useDefinitions();
  const said = useKept<Said>(me?.id ?? "", placeOfStep(action.id, at.number), nothingSaid, "browser");
  const [error, setError] = useState<unknown>();
  const [before, setBefore] = useState<string>();
  const [isMissed, setMissed] = useState(false);
  const perform = usePerform(useChanges(at), record.version);
  const readAgain = useReadAgain(at);
  const { comment, fields } = said.value;
  const isNeeded = mustSay(action);
  const refusal = error instanceof Refusal ? error : undefined;
  const asked = [...action.requires, ...action.asks]
    .map((field) => fieldOf(process, field))
    .filter((field): field is Field => field !== undefined);
  const submit = useOnce(async () => {
    if (isNeeded && comment.trim() === "") {
      setMissed(true);
      return document.getElementById(id)?.focus();
    }
    const body: StepBody = { fields: changed(record.fields, fields) };
    if (comment.trim()) body.comment = { body: comment.trim(), audience: action.audience ?? "public" };
    const words = comment.trim();
    const entries = JSON.stringify([fields, words]);
    const begun = said.value.tried ?? { id: action.id, version: record.version, key: newKey() };
    const tried = { ...begun, entries, body: bodyOf(said.value.tried, entries, body) };
    const keep = (next: Tried | undefined) => said.change((now) => withTried(now, next));
    setError(undefined);
    setBefore(undefined);
    try {
      onSending(true);
      const { isFormer, isOfferedAgain } = await attempt(tried, keep, () => perform.act(action.id, tried.body, tried));
      // What was written while it was on its way stays, and what did not arrive.
      const isSent = (now: Said) => !isFormer && now.comment.trim() === words;
      said.change((now) => (isSent(now) ? nothingSaid() : withTried(now, undefined)));
      // Done once before, and offered again: it is not done a second time unasked.
      if (isFormer) setBefore("unsent.first_arrived");
      else if (isOfferedAgain) setBefore("unsent.done_before");
      else onClose();
      if (isFormer) await readAgain().catch(() => undefined);
    } catch (failure) {
      setError(failure);
      if (isStale(failure)) await readAgain().catch(() => undefined);
    } finally {
      onSending(false);
    }
  });
  return (
    <form
      className="step-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit.run();
      }}
      aria-label={label(action.label)}
    >
      <h2>{label(action.label)}</h2>
      {asked.map((field) => (
        <FieldRow
          key={field.id}
          field={field}
          required={action.requires.includes(field.id)}
          value={field.id in fields ? fields[field.id] : record.fields[field.id]}
          fault={refusal?.at(field.id)}
          onChange={(value) =>
            said.change((before) => ({ ...before, fields: { ...before.fields, [field.id]: value } }))
          }
        />
      ))}
      {action.comment === "none" ? null : (
        <>
          <label htmlFor={id}>
            {t(isNeeded ? "portal.say_why" : "portal.say_more")}
            {isNeeded ? <span className="required">{t("field.required")}</span> : null}
          </label>
          <Input.TextArea
            id={id}
            status={isMissed ? "error" : undefined}
            aria-invalid={isMissed}
            aria-describedby={isMissed ? `${id}-missed` : undefined}
            autoFocus={asked.length === 0}
            autoSize={{ minRows: 3, maxRows: 10 }}
            value={comment}
            onChange={(event) => {
              setMissed(false);
              said.change((before) => ({ ...before, comment: event.target.value }));
            }}
          />
          {isMissed ? (
            <p id={`${id}-missed`} className="fault" role="alert">
              {t("portal.why_needed")}
            </p>
          ) : null}
          <Length max={limits.comment} text={comment} />
        </>
      )}
      {error ? <Fault error={error} said={reason(error)} /> : null}
      {before ? <p role="status">{t(before, { step: label(action.label) })}</p> : null}
      {said.value.tried && !submit.isBusy && !error ? (
        <p role="status">{t("unsent.unsure", { step: label(action.label) })}</p>
      ) : null}
      <div className="steps">
        <Button type="primary" htmlType="submit" loading={submit.isBusy}>
          {label(action.label)}
        </Button>
        <Button type="text" onClick={onClose}>
          {t("record.go_back")}
        </Button>
      </div>
    </form>
  );
}
