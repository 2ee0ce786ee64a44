// Where a customer answers, always at hand at the bottom wherever an answer is offered: words and files. What can't be sent
// stays, and says so. Where a step of the customer's waits that must be told why, such as reopening, an answer says which it means.
import { Button, Input } from "antd";
import { useId, useState } from "react";
import { useMe } from "../api/account";
import { newKey, Refusal } from "../api/client";
import { useDefinitions } from "../api/definitions";
import { keptAt, useKept } from "../api/kept";
import { useKeptFiles } from "../api/keptFiles";
import { useOnce } from "../api/once";
import { type RecordAddress, useChanges, useReadAgain } from "../api/record";
import type { Action, Reference, YuhengRecord } from "../api/wire";
import { Length } from "../field/Length";
import { Fault } from "../look/Fault";
import { SendIcon } from "../look/icon";
import { attempt, mustSay, type Tried, usePerform } from "../record/perform";
import { useFiles } from "../record/useFiles";
import { useLabel, useText } from "../text/language";
import { type Begun, nothing, placeOf } from "./carry";
import { Meanings, meaningsOf } from "./Meanings";
import { Pick, Thumbs } from "./Pictures";
import { isStale, usePlainReason } from "./trouble";
import { Unsent } from "./Unsent";

interface AnswerBoxProps {
  at: RecordAddress;
  record: YuhengRecord;
  /** Where the talk goes on, if that is elsewhere. */
  goesOn: Reference | undefined;
}

export function AnswerBox({ at, record, goesOn }: AnswerBoxProps) {
  const writer = useMe().data?.id;
  const [isSending, setSending] = useState(false);
  const may = (id: string) => record.actions.some((action) => action.id === id && action.allowed);
  if (!writer) return null;
  // What is on its way, or may have arrived, is sent from here to its end, though nothing more can be said meanwhile.
  const isUnderWay = isSending || keptAt<Begun>(writer, placeOf(at.number), "browser")?.tried !== undefined;
  if (!may("comment") && !isUnderWay) return <Unsent key={writer} writer={writer} at={at} goesOn={goesOn} />;
  const given = { at, record, writer, canAttach: may("attach"), onSending: setSending };
  return <Answer key={writer} {...given} />;
}

interface AnswerProps {
  at: RecordAddress;
  record: YuhengRecord;
  writer: string;
  canAttach: boolean;
  /** Hears when it is on its way, and when no longer. */
  onSending: (isSending: boolean) => void;
}

function Answer({ at, record, writer, canAttach, onSending }: AnswerProps) {
  const t = useText();
  const label = useLabel();
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
  /** What is to be said of the last sending. */
  const [news, setNews] = useState<string>();
  const readAgain = useReadAgain(at);
  useFiles(canAttach, files.add);
  const text = value.text.trim();
  const keep = (tried: Tried | undefined) =>
    change((now) => (tried ? { text: now.text, key: tried.key, tried } : { text: now.text, key: newKey() }));
  const deliver = async (tried: Tried) => {
    const step = tried.id !== "comment";
    // Files first: after a step there may be nothing to attach them to.
    if (step) await deliverFiles();
    if (step || text) {
      const body = { body: text, audience: "public" as const };
      const words = text ? { comment: body } : {};
      const { isFormer, isOfferedAgain } = await attempt(tried, keep, () =>
        step
          ? perform.act(tried.id, { fields: {}, ...words }, tried)
          : comment.mutateAsync({ ...body, key: tried.key }),
      );
      // What was written while it was on its way stays, and what did not arrive.
      const isSent = (now: Begun) => !isFormer && now.text.trim() === text;
      change((now) => (isSent(now) ? nothing() : { text: now.text, key: newKey() }));
      setNews(isFormer ? "unsent.first_arrived" : isOfferedAgain ? "unsent.answer_before" : undefined);
      if (isFormer) await readAgain();
    }
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
  const send = useOnce(async (tried: Tried) => {
    setMeant(false);
    setError(undefined);
    setNews(undefined);
    onSending(true);
    document.getElementById(id)?.focus();
    try {
      await deliver(tried);
    } catch (failure) {
      setError(failure);
      if (isStale(failure)) await readAgain().catch(() => undefined);
    } finally {
      onSending(false);
    }
  });
  const say = (step?: Action) => {
    if (step && mustSay(step) && text === "") {
      setNews("portal.why_needed");
      return document.getElementById(id)?.focus();
    }
    const meant = step?.id ?? "comment";
    const { tried } = value;
    // The same again is done once; another, where the first has arrived, is refused by its version.
    if (tried)
      return send.run({ ...tried, entries: text, ...(tried.id === meant ? {} : { id: meant, key: newKey() }) });
    send.run({ id: meant, version: record.version, key: value.key, entries: text });
  };
  const step = record.actions.find((action) => action.id === value.tried?.id && action.id !== "comment");
  const isEmpty = text === "" && files.files.length === 0;
  const submit = () => {
    if (isEmpty) return;
    // What was changed since may mean something else.
    const isSame = value.tried?.entries === text;
    if (value.tried && (isSame || meanings.length === 0)) send.run({ ...value.tried, entries: text });
    else if (meanings.length === 0) say();
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
      {value.tried && !send.isBusy && !error ? (
        <p role="status">{step ? t("unsent.unsure", { step: label(step.label) }) : t("unsent.unsure_answer")}</p>
      ) : null}
      {news ? <p role="status">{t(news)}</p> : null}
      {isMeant && !isEmpty && meanings.length > 0 ? <Meanings of={meanings} onMeant={say} /> : null}
      <div className="answer-line">
        {canAttach ? <Pick label={t("portal.add_files")} add={files.add} /> : null}
        <Input.TextArea
          id={id}
          aria-label={t("portal.answer")}
          placeholder={t("portal.answer")}
          value={value.text}
          autoSize={{ minRows: 1, maxRows: 6 }}
          onChange={(event) => {
            setMeant(false);
            setNews(undefined);
            const text = event.target.value;
            // What may have arrived keeps its key: where it has, the server says so.
            change((now) => (now.tried ? { ...now, text } : { text, key: newKey() }));
          }}
          onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && submit()}
        />
        <Button
          type="primary"
          htmlType="submit"
          className="answer-send"
          icon={<SendIcon />}
          aria-label={t("portal.send_answer")}
          loading={send.isBusy}
          disabled={isEmpty}
        />
      </div>
      <Length max={limits.comment} text={value.text} />
    </form>
  );
}
