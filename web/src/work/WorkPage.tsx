// My work: what is mine, what my group has to take, what waits for my vote.
import { useMe } from "../api/account";
import { useDefinitions } from "../api/definitions";
import { useRecentlyChanged, useRecordsAcross, useWaitingForMe } from "../api/records";
import type { ListedRecord } from "../api/wire";
import { Due } from "../look/Due";
import { State } from "../look/State";
import { Shape, Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { near } from "../text/time";
import { Figures } from "./Figures";
import { mine, OF_MY_GROUP, ofColleagues, openWork } from "./filter";

interface Found {
  data?: { items: ListedRecord[] };
  isPending: boolean;
  error: unknown;
}

export function WorkPage() {
  return useMe().data?.customer ? <Portal /> : <Desk />;
}

function Portal() {
  const t = useText();
  const own = useRecordsAcross(mine(useMe().data));
  const colleagues = useRecordsAcross(ofColleagues(useDefinitions().processes));
  return (
    <div className="page work-page">
      <header className="page-head">
        <h1>{t("work.my_reports")}</h1>
      </header>
      <Waiting />
      <WorkList id="mine" title={t("work.open_reports")} found={own} empty={t("work.no_reports")} />
      {colleagues.data?.items.length ? (
        <WorkList id="colleagues" title={t("work.colleagues")} found={colleagues} empty="" />
      ) : null}
    </div>
  );
}

function Desk() {
  const t = useText();
  const me = useMe().data;
  const own = useRecordsAcross(mine(me));
  const group = useRecordsAcross(OF_MY_GROUP, Boolean(me?.department));
  const waiting = useWaitingForMe();
  const recent = useRecentlyChanged(openWork(useDefinitions().processes));
  const items = (found: Found) => found.data?.items ?? [];
  return (
    <div className="page work-page">
      <header className="page-head">
        <h1>{t("work.title")}</h1>
      </header>
      <Figures mine={items(own)} group={items(group)} waiting={items(waiting)} />
      <Waiting />
      <WorkList id="mine" title={t("work.mine")} found={own} empty={t("work.none_mine")} />
      {me?.department ? (
        <WorkList id="group" title={t("work.group")} found={group} empty={t("work.none_group")} />
      ) : null}
      {items(recent).length > 0 ? (
        <WorkList id="recent" title={t("work.recent")} found={recent} empty="" order={byChange} />
      ) : null}
    </div>
  );
}

function Waiting() {
  const t = useText();
  const waiting = useWaitingForMe();
  if (!waiting.data?.items.length) return null;
  return <WorkList id="waiting" title={t("work.waiting")} found={waiting} empty="" />;
}

interface WorkListProps {
  id: string;
  title: string;
  found: Found;
  empty: string;
  order?: (a: ListedRecord, b: ListedRecord) => number;
}

function WorkList({ id, title, found, empty, order = byDue }: WorkListProps) {
  const records = [...(found.data?.items ?? [])].sort(order);
  return (
    <section id={id} aria-label={title}>
      <h2>
        {title} <span className="count">{records.length || ""}</span>
      </h2>
      {found.isPending ? <Shape rows={3} /> : null}
      {found.error ? <Trouble error={found.error} /> : null}
      {found.data && records.length === 0 ? <p className="quiet">{empty}</p> : null}
      <ul className="work-list">
        {records.map((record) => (
          <WorkRow key={record.id} record={record} />
        ))}
      </ul>
    </section>
  );
}

/** The nearest promise first; what has none after it, newest first. */
function byDue(a: ListedRecord, b: ListedRecord): number {
  if (a.due_at && b.due_at) return a.due_at.localeCompare(b.due_at);
  if (a.due_at || b.due_at) return a.due_at ? -1 : 1;
  return byChange(a, b);
}

function byChange(a: ListedRecord, b: ListedRecord): number {
  return b.updated_at.localeCompare(a.updated_at);
}

function WorkRow({ record }: { record: ListedRecord }) {
  const label = useLabel();
  const process = useDefinitions().processes.find((one) => one.id === record.process);
  return (
    <li>
      <span className="number">{record.number}</span>
      <span className="kind quiet">{label(process?.label)}</span>
      <span className="title">
        <RecordLink to={record} />
      </span>
      <State process={process} id={record.state} />
      <span className="when">
        {record.due_at ? (
          <Due at={record.due_at} />
        ) : (
          <time dateTime={record.updated_at}>{near(record.updated_at)}</time>
        )}
      </span>
    </li>
  );
}
