// The talk on a report: one's own side at the right, ours at the left, and between them what happened. What was said on the
// record that it was converted from stands before it.
import { Button } from "antd";
import { Fragment } from "react";
import { useMe } from "../api/account";
import { fieldOf, stateOf, useDefinitions, useProcess } from "../api/definitions";
import { attachmentAddress, type RecordAddress, useHistory, useRecord, useRelations } from "../api/record";
import type { Process, RelationLink, YuhengRecord } from "../api/wire";
import { isReference } from "../field/value";
import { PaperClipIcon } from "../look/icon";
import { Shape, Trouble } from "../look/Wait";
import { isCarried, isPart, originsOf } from "../record/conversion";
import { Folded } from "../text/Folded";
import { LinkedText } from "../text/LinkedText";
import { useLabel, useText } from "../text/language";
import { day, hour, moment } from "../text/time";
import { type Message, messagesOf } from "./conversation";
import "./unsent.css";

interface TalkProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
}

interface ConversationProps extends TalkProps {
  links: RelationLink[];
  /** The talk goes on elsewhere, where this is read, by this tie: what happened here is of no interest there. */
  origin?: RelationLink;
  /** The records that it leads to. */
  met?: string[];
}

export function Conversation({ at, process, record, links, origin, met = [] }: ConversationProps) {
  const isEarlier = origin !== undefined;
  const t = useText();
  const history = useHistory(at);
  const known = [...met, at.number];
  const origins = originsOf(links, known);
  const entries = (history.data?.pages.flatMap((page) => page.items) ?? []).sort((a, b) => a.n - b.n);
  // What came along when it was converted stands in the talk before.
  const isConverted = origins.some((link) => link.is_conversion && !isPart(link, at.process));
  const isTold = ({ kind, entry }: Message) =>
    (kind === "said" || !isEarlier) &&
    (!isConverted || entry.action !== "created") &&
    (!origin || isCarried(origin, entry));
  const messages = messagesOf(entries, process).filter(isTold);
  const name = isEarlier ? t("timeline.earlier", { number: at.number }) : t("portal.conversation");
  return (
    <section className={isEarlier ? "conversation earlier" : "conversation"} aria-label={name}>
      {origins.map((link) => (
        <Earlier key={link.id} origin={link} met={known} />
      ))}
      {isEarlier ? <p className="quiet earlier-head">{name}</p> : null}
      {history.isPending ? <Shape /> : null}
      {history.isError && !history.data ? <Trouble error={history.error} retry={() => void history.refetch()} /> : null}
      {history.hasNextPage ? (
        <Button loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          {t("list.more")}
        </Button>
      ) : null}
      <ol>
        {messages.map((message, index) => (
          <Fragment key={message.n}>
            {day(message.at) === day(messages[index - 1]?.at ?? "") ? null : <li className="day">{day(message.at)}</li>}
            {message.kind === "said" ? (
              <Said at={at} process={process} record={record} message={message} />
            ) : (
              <Happened process={process} message={message} />
            )}
          </Fragment>
        ))}
      </ol>
    </section>
  );
}

/** The talk on a record that this one came of. */
function Earlier({ origin, met }: { origin: RelationLink; met: string[] }) {
  const at = { process: origin.record.process, number: origin.record.number };
  const process = useProcess(at.process);
  const record = useRecord(at).data;
  const links = useRelations(at).data?.pages.flatMap((page) => page.items) ?? [];
  if (!process || !record) return null;
  return <Conversation at={at} process={process} record={record} links={links} origin={origin} met={met} />;
}

/** Whether somebody is of the reader's own organisation: a customer sees its own people's records, and nobody else's. */
function useIsOwn(): (message: Message) => boolean {
  const { processes } = useDefinitions();
  return ({ entry: { actor } }) => processes.some((process) => process.id === actor?.process);
}

function Said({ at, process, record, message }: TalkProps & { message: Message }) {
  const t = useText();
  const label = useLabel();
  const me = useMe().data;
  const isOwn = useIsOwn()(message);
  const { actor } = message.entry;
  const name = actor?.id === me?.id ? t("portal.you") : (actor?.title ?? t("record.system"));
  const { requester } = record.fields;
  const isForAnother = message.entry.action === "created" && isReference(requester) && requester.id !== actor?.id;
  const whom = isForAnother ? requester : undefined;
  const forWhom = whom?.id === me?.id ? "portal.taken_down_for" : "portal.taken_down_for_other";
  const who = whom ? t(forWhom, { name, whom: whom.title }) : name;
  // The first that was said, where nothing longer was, is what the record is about.
  const texts = message.texts.length > 0 ? message.texts : message.files.length > 0 ? [] : [{ text: record.title }];
  return (
    <li className={isOwn ? "bubble own" : "bubble"} id={`entry-${message.n}`}>
      <div className="bubble-head">
        <strong>{who}</strong>
        <time dateTime={message.at} title={moment(message.at)}>
          {hour(message.at)}
        </time>
      </div>
      {texts.map(({ label: field, text }) => (
        <div key={field ?? "said"} className="bubble-text">
          {field && message.entry.action !== "created" ? (
            <span className="bubble-label">{label(fieldOf(process, field)?.label)}</span>
          ) : null}
          {text === undefined ? (
            <em>{t("record.erased")}</em>
          ) : (
            <Folded text={text}>
              <LinkedText text={text} mentioned={message.entry.comment?.mentioned} />
            </Folded>
          )}
        </div>
      ))}
      {message.files.map((file) => (
        <SentFile key={file.id} at={at} file={file} />
      ))}
    </li>
  );
}

function SentFile({ at, file }: { at: RecordAddress; file: Message["files"][number] }) {
  const address = attachmentAddress(at, file.id);
  return (
    <a className="bubble-file" href={address} download={file.name}>
      {file.media_type.startsWith("image/") ? <img src={address} alt={file.name} loading="lazy" /> : <PaperClipIcon />}
      <span>{file.name}</span>
    </a>
  );
}

function Happened({ process, message }: { process: Process; message: Message }) {
  const label = useLabel();
  const { to, told } = message.entry;
  return (
    <li className="happened">
      {told ? label(told) : label(stateOf(process, to ?? "")?.label, to ?? "")} · {hour(message.at)}
    </li>
  );
}
