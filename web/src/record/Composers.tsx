// Two places to write that can't be confused: the reply that the customer reads, the note that only we read.

import { useMe } from "../api/account";
import type { RecordAddress } from "../api/record";
import type { Process, YuhengRecord } from "../api/wire";
import { Composer } from "../compose/Composer";
import { isReference } from "../field/value";
import { LockIcon, SendIcon } from "../look/icon";
import { useText } from "../text/language";

interface ComposersProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
}

export function Composers({ at, process, record }: ComposersProps) {
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
          process={process}
          mayAttach={may("attach")}
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
          process={process}
          mayAttach={may("attach")}
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
  const { requester, customer } = record.fields;
  const names = [customer, requester].filter(isReference).map((one) => one.title);
  return names.length > 0 ? t("record.reply_to", { name: names.join(" · ") }) : t("record.public_comment");
}
