// What a customer meets: the way to report, what waits for its answer, what is in hand, what others have reported, and
// what is over.
import { Link, useNavigate } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { type FormEvent, useState } from "react";
import { useMe } from "../api/account";
import { useDefinitions } from "../api/definitions";
import { keptAt } from "../api/kept";
import { useRecentlyChanged, useRecordsAcross, useWaitingForMe } from "../api/records";
import type { ListedRecord } from "../api/wire";
import { PlusIcon, SearchIcon } from "../look/icon";
import { Shape, Trouble } from "../look/Wait";
import { useText } from "../text/language";
import { beginning, hasContent, PLACE, type Unsent } from "./draft";
import { ReportRows } from "./ReportRow";
import { ended, offered, ofOthersOpen, ownOpen } from "./reports";

const isTurn = (record: ListedRecord) => Boolean(record.told?.turn);

export function HomePage() {
  const t = useText();
  const { processes } = useDefinitions();
  const own = useRecordsAcross(ownOpen(processes));
  const others = useRecordsAcross(ofOthersOpen(processes));
  const votes = useWaitingForMe();
  const recent = useRecentlyChanged(ended(processes));
  const toVote = votes.data?.items ?? [];
  const over = recent.data?.items ?? [];
  const mine = own.data?.items ?? [];
  const ofOthers = others.data?.items ?? [];
  const waiting = [...mine, ...ofOthers].filter(isTurn);
  const inHand = mine.filter((record) => !isTurn(record));
  // All at once: what came later would push away what one is about to touch.
  const isPending = [own, others, votes, recent].some((one) => one.isPending);
  const isNone = own.isSuccess && mine.length === 0;
  return (
    <div className="column portal-home">
      <h1>{t("portal.title")}</h1>
      {offered(processes).length > 0 ? <ReportButton /> : null}
      <Unfinished />
      {own.isError && !own.data ? <Trouble error={own.error} retry={() => void own.refetch()} /> : null}
      {isPending ? (
        <Shape rows={4} />
      ) : (
        <>
          <Part title={t("portal.waiting")} records={[...toVote, ...waiting]} />
          <Part title={t("portal.in_hand")} records={inHand}>
            {isNone ? <p className="quiet">{t(ofOthers.length > 0 ? "portal.none_of_own" : "portal.none")}</p> : null}
          </Part>
          <Part title={t("portal.others")} records={ofOthers.filter((record) => !isTurn(record))} />
          <Part title={t("portal.over")} records={over}>
            {over.length > 0 ? <Older /> : null}
          </Part>
        </>
      )}
    </div>
  );
}

function ReportButton() {
  const t = useText();
  return (
    <Link to="/report" className="report-button">
      <PlusIcon /> {t("portal.report")}
    </Link>
  );
}

/** A report that was begun and not sent. */
function Unfinished() {
  const t = useText();
  const { processes } = useDefinitions();
  const me = useMe().data;
  const draft = me ? keptAt<Unsent>(me.id, PLACE, "browser") : undefined;
  if (!draft || !hasContent(draft)) return null;
  return (
    <Link to="/report" search={{ step: draft.step ?? undefined }} className="unfinished">
      <span>{t("portal.unfinished")}</span>
      <strong>{beginning(draft, processes) || t("portal.untitled")}</strong>
    </Link>
  );
}

interface PartProps {
  title: string;
  records: ListedRecord[];
  children?: React.ReactNode;
}

function Part({ title, records, children }: PartProps) {
  if (records.length === 0 && !children) return null;
  return (
    <section aria-label={title}>
      <h2>
        {title} {records.length > 0 ? <span className="count">{records.length}</span> : null}
      </h2>
      <ReportRows records={records} />
      {children}
    </section>
  );
}

/** Older ones are found by their words. */
function Older() {
  const t = useText();
  const navigate = useNavigate();
  const [q, setQ] = useState("");
  const go = (event: FormEvent) => {
    event.preventDefault();
    if (q.trim()) void navigate({ to: "/search", search: { q: q.trim() } });
  };
  return (
    <form className="older" onSubmit={go}>
      <Input
        prefix={<SearchIcon />}
        value={q}
        placeholder={t("portal.search")}
        aria-label={t("portal.search")}
        onChange={(event) => setQ(event.target.value)}
      />
      <Button htmlType="submit">{t("portal.find")}</Button>
    </form>
  );
}
