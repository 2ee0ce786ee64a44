// My work: what is mine, what waits for my vote, what my group has to take, what nobody has yet.
import { useMe } from "../api/account";
import { useDefinitions } from "../api/definitions";
import { useRecentlyChanged, useRecordsAcross, useWaitingForMe } from "../api/records";
import type { ListedRecord } from "../api/wire";
import { PageHelp } from "../help/PageHelp";
import { RecordState } from "../look/State";
import { Shape, Trouble } from "../look/Wait";
import { When } from "../look/When";
import { FirstSteps } from "../setup/FirstSteps";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { Figures } from "./Figures";
import { mine, OF_MY_GROUP, openWork, unassigned } from "./filter";

interface Found {
  data?: { items: ListedRecord[]; next?: string | null };
  isPending: boolean;
  error: unknown;
}

export function WorkPage() {
  const t = useText();
  const me = useMe().data;
  const { processes } = useDefinitions();
  const toAssign = unassigned(processes);
  const own = useRecordsAcross(mine(me));
  const group = useRecordsAcross(OF_MY_GROUP, Boolean(me?.department));
  const free = useRecordsAcross(toAssign, toAssign !== "");
  const waiting = useWaitingForMe();
  const recent = useRecentlyChanged(openWork(processes));
  const lists = [
    { id: "mine", word: t("work.mine"), found: own, empty: t("work.none_mine"), isOn: true },
    { id: "waiting", word: t("work.waiting"), found: waiting, empty: t("work.none_waiting"), isOn: true },
    { id: "group", word: t("work.group"), found: group, empty: t("work.none_group"), isOn: Boolean(me?.department) },
    {
      id: "unassigned",
      word: t("work.unassigned"),
      found: free,
      empty: t("work.none_unassigned"),
      isOn: toAssign !== "",
    },
  ].filter((list) => list.isOn);
  return (
    <div className="page work-page">
      <header className="page-head">
        <h1>{t("work.title")}</h1>
        <PageHelp id="work" />
      </header>
      <FirstSteps />
      <Figures
        figures={lists.map(({ id, word, found }) => ({
          id,
          word,
          records: found.data?.items ?? [],
          isMore: Boolean(found.data?.next),
        }))}
      />
      {lists.map(({ id, word, found, empty }) => (
        <WorkList key={id} id={id} title={word} found={found} empty={empty} />
      ))}
      {recent.data?.items.length ? (
        <WorkList id="recent" title={t("work.recent")} found={recent} empty="" by="change" />
      ) : null}
    </div>
  );
}

interface WorkListProps {
  id: string;
  title: string;
  found: Found;
  empty: string;
  /** What the list is in order of, and tells. */
  by?: "promise" | "change";
}

function WorkList({ id, title, found, empty, by = "promise" }: WorkListProps) {
  const records = [...(found.data?.items ?? [])].sort(by === "promise" ? byDue : byChange);
  return (
    <section id={id} aria-label={title} className={found.data && records.length === 0 ? "empty" : undefined}>
      <h2>
        {title}{" "}
        <span className="count">
          {records.length ? `${records.length}${found.data?.next && by === "promise" ? "+" : ""}` : ""}
        </span>
      </h2>
      {found.isPending ? <Shape rows={3} /> : null}
      {found.error ? <Trouble error={found.error} /> : null}
      {found.data && records.length === 0 ? <p className="quiet">{empty}</p> : null}
      <ul className="work-list">
        {records.map((record) => (
          <WorkRow key={record.id} record={record} by={by} />
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

function WorkRow({ record, by }: { record: ListedRecord; by: "promise" | "change" }) {
  const label = useLabel();
  const process = useDefinitions().processes.find((one) => one.id === record.process);
  return (
    <li>
      <span className="number">{record.number}</span>
      <span className="kind quiet">{label(process?.label)}</span>
      <span className="title">
        <RecordLink to={record} />
      </span>
      <RecordState process={process} record={record} />
      <span className="when">
        <When record={record} by={by} />
      </span>
    </li>
  );
}
