// Where a customer answers, always at hand at the bottom wherever an answer is offered: words and files. What can't be sent
// stays, and says so. Where a step of the customer's waits that must be told why, such as reopening, an answer says which it means.
import { Button, Input } from "antd";
import { useId, useState } from "react";
import { useMe } from "../api/account";
import { newKey, Refusal } from "../api/client";
import { useDefinitions } from "../api/definitions";
import { useKept } from "../api/kept";
import { useKeptFiles } from "../api/keptFiles";
import { useOnce } from "../api/once";
import { type RecordAddress, useChanges } from "../api/record";
import type { Action, Reference, YuhengRecord } from "../api/wire";
import { Length } from "../field/Length";
import { Fault } from "../look/Fault";
import { SendIcon } from "../look/icon";
import { usePerform } from "../record/perform";
import { useFiles } from "../record/useFiles";
import { useText } from "../text/language";
import { Meanings, meaningsOf } from "./Meanings";
import { Pick, Thumbs } from "./Pictures";
import { usePlainReason } from "./trouble";
import { nothing, placeOf, Unsent } from "./Unsent";

interface AnswerBoxProps {
  at: RecordAddress;
  record: YuhengRecord;
  /** Where the talk goes on, if that is elsewhere. */
  goesOn: Reference | undefined;
}

export function AnswerBox({ at, record, goesOn }: AnswerBoxProps) {
  const writer = useMe().data?.id;
  const may = (id: string) => record.actions.some((action) => action.id === id && action.allowed);
  if (!writer) return null;
  if (!may("comment")) return <Unsent key={writer} writer={writer} at={at} goesOn={goesOn} />;
  return <Answer key={writer} at={at} record={record} writer={writer} canAttach={may("attach")} />;
}

interface AnswerProps {
  at: RecordAddress;
  record: YuhengRecord;
  writer: string;
  canAttach: boolean;
}

function Answer({ at, record, writer, canAttach }: AnswerProps) {
  const t = useText();
  const id = useId();
  const reason = usePlainReason();
  const { limits } = useDefinitions();
  const place = placeOf(at.number);
  const { value, change } = useKept(writer, place, nothing, "browser");
  const files = useKeptFiles(writer, place);
  const [error, setError] = useState<unknown>();
  const changes = useChanges(at);
  const { comment, attach } = changes;
  const perform = usePerform(changes, record.version);
  const meanings = meaningsOf(record);
  const [isMeant, setMeant] = useState(false);
  useFiles(canAttach, files.add);
  const text = value.text.trim();
  const deliver = async (step: Action | undefined) => {
    const { key: sent } = value;
    // Files first: after the step there may be nothing to attach them to.
    if (step) await deliverFiles();
    if (step) await perform.act(step.id, { fields: {}, comment: { body: text, audience: step.audience ?? "public" } });
    else if (text) await comment.mutateAsync({ body: text, audience: "public", key: sent });
    // What was written while it was on its way stays.
    change((now) => (now.key === sent ? nothing() : now));
    if (!step) await deliverFiles();
  };
  const deliverFiles = async () => {
    for (const { key, file } of files.files) {
      await attach.mutateAsync({ file, audience: "public", key, told: () => undefined }).catch((failure: unknown) => {
        if (failure instanceof Refusal && failure.isFinal) files.remove(key);
        throw failure;
      });
      files.remove(key);
    }
  };
  const send = useOnce(async (step?: Action) => {
    setMeant(false);
    setError(undefined);
    await deliver(step).catch(setError);
  });
  const isAsked = isMeant && text !== "" && meanings.length > 0;
  const submit = () => {
    if (text === "" && files.files.length === 0) return;
    if (text === "" || meanings.length === 0) send.run();
    else setMeant(true);
  };
  return (
    <form
      className="answer"
      aria-label={t("portal.answer")}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Thumbs files={files.files} remove={files.remove} />
      {error ? <Fault error={error} said={reason(error)} /> : null}
      {isAsked ? <Meanings of={meanings} onMeant={(step) => send.run(step)} /> : null}
      <div className="answer-line">
        {canAttach ? <Pick label={t("portal.add_files")} add={files.add} /> : null}
        <Input.TextArea
          id={id}
          aria-label={t("portal.answer")}
          placeholder={t("portal.answer")}
          value={value.text}
          autoSize={{ minRows: 1, maxRows: 6 }}
          onChange={(event) => change(() => ({ text: event.target.value, key: newKey() }))}
          onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && submit()}
        />
        <Button
          type="primary"
          htmlType="submit"
          className="answer-send"
          icon={<SendIcon />}
          aria-label={t("portal.send_answer")}
          loading={send.isBusy}
          disabled={text === "" && files.files.length === 0}
        />
      </div>
      <Length max={limits.comment} text={value.text} />
    </form>
  );
}
