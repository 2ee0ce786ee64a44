// Where a customer answers, always at hand at the bottom: words and files. What can't be sent stays, and says so.
import { Button, Input } from "antd";
import { useId, useState } from "react";
import { useMe } from "../api/account";
import { newKey, Refusal } from "../api/client";
import { useDefinitions } from "../api/definitions";
import { useOnce } from "../api/once";
import { type RecordAddress, useChanges } from "../api/record";
import { useKept, useKeptFiles } from "../api/unsent";
import type { YuhengRecord } from "../api/wire";
import { Length } from "../field/Length";
import { Fault } from "../look/Fault";
import { SendIcon } from "../look/icon";
import { useFiles } from "../record/useFiles";
import { useText } from "../text/language";
import { Pick, Thumbs } from "./Pictures";
import { usePlainReason } from "./trouble";

interface AnswerBoxProps {
  at: RecordAddress;
  record: YuhengRecord;
  /** The talk goes on at another record: only what was begun here is still to be sent or thrown away. */
  isContinued: boolean;
}

export function AnswerBox({ at, record, isContinued }: AnswerBoxProps) {
  const writer = useMe().data?.id;
  const may = (id: string) => record.actions.some((action) => action.id === id && action.allowed);
  if (!writer || !may("comment")) return null;
  return <Answer key={writer} at={at} writer={writer} canAttach={may("attach")} isContinued={isContinued} />;
}

interface AnswerProps extends Omit<AnswerBoxProps, "record"> {
  writer: string;
  canAttach: boolean;
}

function Answer({ at, writer, canAttach, isContinued }: AnswerProps) {
  const t = useText();
  const id = useId();
  const reason = usePlainReason();
  const { limits } = useDefinitions();
  const place = `answer.${at.number}`;
  const { value, keep, forget } = useKept(writer, place, () => ({ text: "", key: newKey() }));
  const files = useKeptFiles(writer, place);
  const [error, setError] = useState<unknown>();
  const { comment, attach } = useChanges(at);
  useFiles(canAttach, files.add);
  const text = value.text.trim();
  const deliver = async () => {
    if (text) await comment.mutateAsync({ body: text, audience: "public", key: value.key });
    forget();
    for (const { key, file } of files.files) {
      await attach.mutateAsync({ file, audience: "public", key, told: () => undefined }).catch((failure: unknown) => {
        if (failure instanceof Refusal && failure.isFinal) files.remove(key);
        throw failure;
      });
      files.remove(key);
    }
  };
  const send = useOnce(async () => {
    if (text === "" && files.files.length === 0) return;
    setError(undefined);
    await deliver().catch(setError);
  });
  if (isContinued && value.text === "" && files.files.length === 0) return null;
  return (
    <form
      className="answer"
      aria-label={t("portal.answer")}
      onSubmit={(event) => {
        event.preventDefault();
        send.run();
      }}
    >
      <Thumbs files={files.files} remove={files.remove} />
      {error ? <Fault error={error} said={reason(error)} /> : null}
      <div className="answer-line">
        {canAttach ? <Pick label={t("portal.add_files")} add={files.add} /> : null}
        <Input.TextArea
          id={id}
          aria-label={t("portal.answer")}
          placeholder={t("portal.answer")}
          value={value.text}
          autoSize={{ minRows: 1, maxRows: 6 }}
          onChange={(event) => keep({ text: event.target.value, key: newKey() })}
          onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && send.run()}
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
