// Two places to write that can't be confused: the reply that the customer reads, the note that only we read.

import { useMe } from "../api/account";
import type { RecordAddress } from "../api/record";
import type { Present, Process, YuhengRecord } from "../api/wire";
import { Composer, type Hearing } from "../compose/Composer";
import { LockIcon, SendIcon } from "../look/icon";
import { useText } from "../text/language";
import { Writing } from "./Present";
import { readersOf } from "./readers";

interface ComposersProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
  /** Who else has the record open. */
  others: Present[];
  /** Hears of it when one begins or ceases to write in one of them. */
  onWriting: Hearing;
}

export function Composers({ at, process, record, others, onWriting }: ComposersProps) {
  const t = useText();
  const readers = readersOf(record);
  const replyTitle = readers ? t("record.reply_to", { name: readers }) : t("record.public_comment");
  const writer = useMe().data?.id;
  const may = (id: string) => record.actions.some((action) => action.id === id && action.allowed);
  if (!writer) return null;
  if (!may("comment") && !may("note")) return null;
  return (
    <div key={writer} className="composers">
      <Writing others={others} />
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
          onWriting={onWriting}
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
          onWriting={onWriting}
        />
      ) : null}
    </div>
  );
}
