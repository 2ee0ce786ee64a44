// What names this record in a field of its own: a customer's sites, contacts, contracts and work; each with how many there
// are, and the newest.
import { Link } from "@tanstack/react-router";
import { stateOf, useDefinitions } from "../api/definitions";
import type { RecordAddress } from "../api/record";
import { useReferring } from "../api/referring";
import type { Referring as Group, ListedRecord, Process, TableRow } from "../api/wire";
import { useTitleOf } from "../field/named";
import { isReference } from "../field/value";
import { RecordState } from "../look/State";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";

/** More than so many are no line. */
const MOST_NAMED = 8;

export function Referring({ at }: { at: RecordAddress }) {
  const t = useText();
  const groups = useReferring(at).data?.items ?? [];
  if (groups.length === 0) return null;
  return (
    <section className="referring-part" aria-label={t("referring.title")}>
      <h2>{t("referring.title")}</h2>
      <div className="referring">
        {groups.map((group) => (
          <ReferringGroup key={`${group.process.id}.${group.field.id}`} at={at} group={group} />
        ))}
      </div>
    </section>
  );
}

function ReferringGroup({ at, group }: { at: RecordAddress; group: Group }) {
  const t = useText();
  const label = useLabel();
  const { processes } = useDefinitions();
  const process = processes.find((one) => one.id === group.process.id);
  const own = processes.find((one) => one.id === at.process);
  const titleOf = useTitleOf();
  const name = label(group.process.label);
  const field = t("referring.as_field", { field: label(group.field.label) });
  // A contact's field "customer" says nothing that the customer's page does not: another word does.
  const told = label(group.field.label) !== label(own?.label);
  return (
    <section className="referring-group" aria-label={told ? `${name} ${field}` : name}>
      <header>
        <h3>{name}</h3>
        {told ? <span className="quiet">{field}</span> : null}
        <span className="ways">
          {group.open ? (
            <ListLink group={group} filter={group.open.filter} text={t("referring.open", { n: group.open.total })} />
          ) : null}
          <ListLink group={group} filter={group.all.filter} text={t("referring.all", { n: group.all.total })} />
        </span>
      </header>
      <ul className="plain">
        {group.items.map((record) => (
          <li key={record.id}>
            <span className="line">
              <RecordLink to={{ ...record, title: titleOf({ process: record.process, title: record.title }) }} />
              {isPlain(process, record) ? null : <RecordState process={process} record={record} />}
            </span>
            <Named within={record} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What is in force needs no word: it is what one expects of it. */
function isPlain(process: Process | undefined, record: ListedRecord): boolean {
  return !record.is_void && stateOf(process, record.state)?.kind === "in_force";
}

/** What the rows of a record's tables name, such as the services of a contract. */
function Named({ within }: { within: ListedRecord }) {
  const tables = Object.values(within.fields).filter((value): value is TableRow[] => Array.isArray(value));
  const named = tables.flat().flatMap((row) => Object.values(row).filter(isReference));
  const once = [...new Map(named.map((one) => [one.id, one])).values()];
  if (once.length === 0 || once.length > MOST_NAMED) return null;
  return (
    <span className="named quiet">
      {once.map((one, index) => (
        <span key={one.id}>
          {index > 0 ? " · " : null}
          <RecordLink to={one} />
        </span>
      ))}
    </span>
  );
}

function ListLink({ group, filter, text }: { group: Group; filter: string; text: string }) {
  return (
    <Link to="/records/$process" params={{ process: group.process.id }} search={{ view: "all", filter }}>
      {text}
    </Link>
  );
}
