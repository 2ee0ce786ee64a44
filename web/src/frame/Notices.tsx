// The bell: what the system told me, each with its record.

import { Badge, Button, Popover } from "antd";
import { useNotices, useReadNotices } from "../api/records";
import { BellIcon } from "../look/icon";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { near } from "../text/time";

export function Notices() {
  const t = useText();
  const label = useLabel();
  const notices = useNotices();
  const markRead = useReadNotices();
  const unread = notices.data?.unread ?? 0;
  if (notices.isError) return null;
  const items = notices.data?.items ?? [];
  const list = (
    <div className="notices">
      {items.length === 0 ? <p className="quiet">{t("frame.no_notices")}</p> : null}
      <ul>
        {items.map((notice) => (
          <li key={notice.id} className={notice.read ? "" : "unread"}>
            <span>{label(notice.text)}</span>
            {notice.record ? (
              <RecordLink to={notice.record} withNumber />
            ) : (
              <span className="quiet">{t("frame.notice_out_of_sight")}</span>
            )}
            <time dateTime={notice.at}>{near(notice.at)}</time>
          </li>
        ))}
      </ul>
    </div>
  );
  return (
    <Popover
      content={list}
      trigger="click"
      placement="bottomRight"
      onOpenChange={(open) => open && unread > 0 && markRead.mutate()}
    >
      <Badge count={unread} size="small" offset={[-4, 4]}>
        <Button type="text" icon={<BellIcon />} aria-label={t("frame.notices", { n: unread })} />
      </Badge>
    </Popover>
  );
}
