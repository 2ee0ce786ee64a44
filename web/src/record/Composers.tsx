// Two places to write that can't be confused: the reply that the customer reads, the note that only we read.

import { Button, Input } from "antd";
import { type ReactNode, useState } from "react";
import { useMe } from "../api/account";
import { type RecordAddress, useChanges } from "../api/record";
import type { YuhengRecord } from "../api/wire";
import { isReference } from "../field/value";
import { LockIcon, SendIcon } from "../look/icon";
import { useReason } from "../look/Wait";
import { useText } from "../text/language";

type Audience = "public" | "internal";

export function Composers({ at, record }: { at: RecordAddress; record: YuhengRecord }) {
  const t = useText();
  const replyTitle = useReplyTitle(record);
  const may = (id: string) => record.actions.some((action) => action.id === id && action.allowed);
  if (!may("comment") && !may("note")) return null;
  return (
    <div className="composers">
      {may("comment") ? (
        <Composer at={at} audience="public" title={replyTitle} icon={<SendIcon />} button={t("record.send")} />
      ) : null}
      {may("note") ? (
        <Composer
          at={at}
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
  audience,
  title,
  icon,
  button,
}: {
  at: RecordAddress;
  audience: Audience;
  title: string;
  icon: ReactNode;
  button: string;
}) {
  const reason = useReason();
  const { comment } = useChanges(at);
  const draft = `yuheng.draft.${audience}.${at.number}`;
  const [body, setBody] = useState(() => sessionStorage.getItem(draft) ?? "");
  const [open, setOpen] = useState(body !== "");
  const keep = (text: string) => {
    setBody(text);
    if (text) sessionStorage.setItem(draft, text);
    else sessionStorage.removeItem(draft);
  };
  const send = () => {
    if (body.trim() === "" || comment.isPending) return;
    comment.mutate({ body: body.trim(), audience }, { onSuccess: () => keep("") });
  };
  return (
    <form
      className={`composer ${audience}`}
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="composer-title">
        {icon} {title}
      </div>
      <Input.TextArea
        variant="borderless"
        aria-label={title}
        value={body}
        autoSize={{ minRows: open ? 3 : 1, maxRows: 14 }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(body !== "")}
        onChange={(event) => keep(event.target.value)}
        onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && send()}
      />
      {comment.error ? (
        <p className="fault" role="alert">
          {reason(comment.error)}
        </p>
      ) : null}
      {open ? (
        <Button
          htmlType="submit"
          type="primary"
          size="small"
          loading={comment.isPending}
          disabled={body.trim() === ""}
          onMouseDown={(event) => event.preventDefault()}
        >
          {button}
        </Button>
      ) : null}
    </form>
  );
}
