// Who reported something, and when: whoever asked for it, and who took it down for them where that was somebody else. Nobody
// did where it was only taken over from another record.
import { useMe } from "../api/account";
import type { ListedRecord } from "../api/wire";
import { isReference } from "../field/value";
import { useText } from "../text/language";
import { said } from "./when";

export function Reporter({ record, isTakenOver }: { record: ListedRecord; isTakenOver?: boolean }) {
  const t = useText();
  const me = useMe().data;
  const { opened_by: opener, number } = record;
  const { requester } = record.fields;
  const reporter = isReference(requester) ? requester : opener;
  const isMine = !reporter || reporter.id === me?.id;
  const words = { at: said(record.opened_at, me?.zone ?? "UTC", t), name: reporter?.title ?? "" };
  return (
    <>
      {t(isMine ? "portal.opened" : "portal.opened_by", words)}
      {opener && opener.id !== reporter?.id && !isTakenOver
        ? ` · ${t("portal.taken_down", { name: opener.title })}`
        : null}{" "}
      · <span className="number">{number}</span>
    </>
  );
}
