// My work: what is mine, what my group has to take, what waits for my vote.
import { useMe } from "../api/account";
import { useDefinitions } from "../api/definitions";
import { useRecordsAcross, useWaitingForMe } from "../api/records";
import type { ListedRecord } from "../api/wire";
import { Due } from "../look/Due";
import { State } from "../look/State";
import { Shape, Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { near } from "../text/time";
import { mine, OF_MY_GROUP } from "./filter";

interface Found {
  data?: { items: ListedRecord[] };
  isPending: boolean;
  error: unknown;
}

export function WorkPage() {
  const t = useText();
  const me = useMe().data;
  const own = useRecordsAcross(mine(me));
  const waiting = useWaitingForMe();
  const portal = Boolean(me?.customer);
  return (
    <div className="page work-page">
      <header className="page-head">
        <h1>{portal ? t("work.my_reports") : t("work.title")}</h1>
      </header>
      {(waiting.data?.items.length ?? 0) > 0 ? <WorkList title={t("work.waiting")} found={waiting} empty="" /> : null}
      <WorkList
        title={portal ? t("work.open_reports") : t("work.mine")}
        found={own}
        empty={portal ? t("work.no_reports") : t("work.none_mine")}
      />
      {me?.department ? <OfMyGroup /> : null}
    </div>
  );
}

function OfMyGroup() {
  const t = useText();
  return <WorkList title={t("work.group")} found={useRecordsAcross(OF_MY_GROUP)} empty={t("work.none_group")} />;
}

function WorkList({ title, found, empty }: { title: string; found: Found; empty: string }) {
  const records = [...(found.data?.items ?? [])].sort(byDue);
  return (
    <section aria-label={title}>
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
