// The bell: what I was told, by day, each with its reason, whose deed it was, and the record. On a phone a sheet from below.
import { Link } from "@tanstack/react-router";
import { Badge, Button, Drawer, Popover } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { useNotices, useReadNotice, useReadNotices } from "../api/notice";
import type { Notice } from "../api/wire";
import { BellIcon } from "../look/icon";
import { useNarrow } from "../look/Look";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { day, hour, moment } from "../text/time";

/** A bell in the bar; with a word, a place of the bottom bar. */
export function Notices({ word }: { word?: string }) {
  const t = useText();
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  const notices = useNotices();
  const unread = notices.data?.unread ?? 0;
  if (notices.isError && !notices.data) return null;
  const list = <NoticeList items={notices.data?.items ?? []} unread={unread} onOpened={() => setOpen(false)} />;
  const name = t("frame.notices", { n: unread });
  const bell = (
    <Badge count={unread} size="small" offset={[-4, 4]}>
      <Button type="text" icon={<BellIcon />} aria-label={name} onClick={narrow ? () => setOpen(true) : undefined} />
    </Badge>
  );
  if (!word && !narrow) {
    return (
      <Popover content={list} trigger="click" placement="bottomRight" open={open} onOpenChange={setOpen}>
        {bell}
      </Popover>
    );
  }
  return (
    <>
      {word ? (
        <button type="button" aria-label={name} onClick={() => setOpen(true)}>
          <Badge count={unread} size="small">
            <BellIcon />
          </Badge>
          <span>{word}</span>
        </button>
      ) : (
        bell
      )}
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        placement="bottom"
        size="80%"
        title={word ?? t("frame.place_notices")}
      >
        {list}
      </Drawer>
    </>
  );
}

interface NoticeListProps {
  items: Notice[];
  unread: number;
  onOpened: () => void;
}

function NoticeList({ items, unread, onOpened }: NoticeListProps) {
  const t = useText();
  const readAll = useReadNotices();
  const days = [...new Set(items.map((notice) => day(notice.at)))];
  return (
    <div className="notices">
      {unread > 0 ? (
        <Button size="small" type="text" loading={readAll.isPending} onClick={() => readAll.mutate()}>
          {t("frame.read_all")}
        </Button>
      ) : null}
      {items.length === 0 ? <p className="quiet">{t("frame.no_notices")}</p> : null}
      {days.map((one) => (
        <section key={one} aria-label={one}>
          <h3>{dayName(one, t)}</h3>
          <ul>
            {items
              .filter((notice) => day(notice.at) === one)
              .map((notice) => (
                <NoticeRow key={notice.id} notice={notice} onOpened={onOpened} />
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function dayName(one: string, t: (key: string) => string): string {
  const today = dayjs();
  if (one === today.format("YYYY-MM-DD")) return t("frame.today");
  return one === today.subtract(1, "day").format("YYYY-MM-DD") ? t("frame.yesterday") : one;
}

function ListLink({ list }: Pick<Notice, "list">) {
  if (!list) return null;
  return (
    <Link to="/records/$process" params={{ process: list.records_of }} search={{ view: list.view.number }}>
      {list.view.title}
    </Link>
  );
}

function NoticeRow({ notice, onOpened }: { notice: Notice; onOpened: () => void }) {
  const t = useText();
  const label = useLabel();
  const read = useReadNotice();
  const open = () => {
    if (!notice.read) read.mutate(notice.id);
    onOpened();
  };
  // What came into a list together is told by the list.
  const isOfList = notice.list && notice.record?.number === notice.list.view.number;
  return (
    <li className={notice.read ? "" : "unread"}>
      <span className="notice-head">
        <span className="what">
          {notice.doer ? <span className="quiet">{notice.doer.title} · </span> : null}
          {label(notice.text)}
        </span>
        <time dateTime={notice.at} title={moment(notice.at)}>
          {hour(notice.at)}
        </time>
      </span>
      {notice.record ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: the link inside is what is pressed; this hears of it
        // biome-ignore lint/a11y/useKeyWithClickEvents: a link pressed by a key clicks, too
        <span onClick={open}>
          {isOfList ? <ListLink list={notice.list} /> : <RecordLink to={notice.record} withNumber />}
        </span>
      ) : (
        <span className="quiet">{t("frame.notice_out_of_sight")}</span>
      )}
      {notice.said ? <q className="notice-said">{notice.said}</q> : null}
      <span className="notice-why">
        <span className="quiet">{label(notice.because)}</span>
        {notice.read ? null : (
          <Button size="small" type="text" onClick={() => read.mutate(notice.id)}>
            {t("frame.mark_read")}
          </Button>
        )}
      </span>
    </li>
  );
}
