// Two places to write that can't be confused: the reply that the customer reads, the note that only we read.

import { Button, Input } from "antd";
import { type ReactNode, useId, useState } from "react";
import { useMe } from "../api/account";
import { useDefinitions } from "../api/definitions";
import { useDraft } from "../api/draft";
import { type RecordAddress, useChanges } from "../api/record";
import type { Audience, YuhengRecord } from "../api/wire";
import { Length } from "../field/Length";
import { isReference } from "../field/value";
import { Fault } from "../look/Fault";
import { LockIcon, SendIcon } from "../look/icon";
import { useText } from "../text/language";

export function Composers({ at, record }: { at: RecordAddress; record: YuhengRecord }) {
  const t = useText();
  const replyTitle = useReplyTitle(record);
  const writer = useMe().data?.id;
  const may = (id: string) => record.actions.some((action) => action.id === id && action.allowed);
  if (!writer) return null;
  if (!may("comment") && !may("note")) return null;
  return (
    <div key={writer} className="composers">
      {may("comment") ? (
        <Composer
          at={at}
          writer={writer}
          audience="public"
          title={replyTitle}
          icon={<SendIcon />}
          button={t("record.send")}
        />
      ) : null}
      {may("note") ? (
        <Composer
          at={at}
          writer={writer}
          audience="internal"
          title={t("record.note")}
          icon={<LockIcon />}
          button={t("record.save_note")}
        />
      ) : null}
    </div>
  );
}

/** Names whoever will read the reply. */
function useReplyTitle(record: YuhengRecord): string {
  const t = useText();
  const me = useMe().data;
  if (me?.customer) return t("record.reply_desk");
  const { requester, customer } = record.fields;
  const names = [customer, requester].filter(isReference).map((one) => one.title);
  return names.length > 0 ? t("record.reply_to", { name: names.join(" · ") }) : t("record.public_comment");
}

function Composer({
  at,
  writer,
  audience,
  title,
  icon,
  button,
}: {
  at: RecordAddress;
  writer: string;
  audience: Audience;
  title: string;
  icon: ReactNode;
  button: string;
}) {
  const field = useId();
  const { comment } = useChanges(at);
  const { limits } = useDefinitions();
  const { text, key, write, sent } = useDraft(writer, `${audience}.${at.number}`);
  const [open, setOpen] = useState(text !== "");
  const send = async () => {
    if (text.trim() === "" || comment.isPending) return;
    // The promise and not a callback: the draft is done with even if its writer has gone on to another record.
    const written = comment.mutateAsync({ body: text.trim(), audience, key });
    await written.then(
      () => sent(key),
      () => undefined,
    );
  };
  return (
    <form
      className={`composer ${audience}`}
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label className="composer-title" htmlFor={field}>
        {icon} {title}
      </label>
      <Input.TextArea
        id={field}
        variant="borderless"
        aria-label={title}
        value={text}
        autoSize={{ minRows: open ? 3 : 1, maxRows: 14 }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(text !== "")}
        onChange={(event) => write(event.target.value)}
        onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && void send()}
      />
      <Length max={limits.comment} text={text} />
      <Fault error={comment.error} />
      {open ? (
        <Button
          htmlType="submit"
          type="primary"
          size="small"
          loading={comment.isPending}
          disabled={text.trim() === ""}
          onMouseDown={(event) => event.preventDefault()}
        >
          {button}
        </Button>
      ) : null}
    </form>
  );
}
