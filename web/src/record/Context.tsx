// What stands beside a record: its promises, whom it is for, who decides, what it is tied to, what it is evidence for.
import { Link } from "@tanstack/react-router";
import { useMe } from "../api/account";
import type { RecordAddress } from "../api/record";
import type { Process, YuhengRecord } from "../api/wire";
import { isReference } from "../field/value";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { Approvals } from "./Approvals";
import { Attachments } from "./Attachments";
import { Clocks } from "./Clocks";
import { Relations } from "./Relations";

export function Context({ at, process, record }: { at: RecordAddress; process: Process; record: YuhengRecord }) {
  return (
    <>
      <Clocks at={at} process={process} record={record} />
      <Approvals at={at} process={process} record={record} />
      <Parties process={process} record={record} />
      <Relations at={at} process={process} record={record} />
      <Attachments at={at} record={record} />
      <Clauses record={record} />
    </>
  );
}

/** Whom the record points to, and by which agreement its clocks run. */
function Parties({ process, record }: { process: Process; record: YuhengRecord }) {
  const t = useText();
  const label = useLabel();
  const named = process.fields.filter((field) => field.kind === "reference");
  const agreement = record.clocks.find((clock) => clock.agreement)?.agreement;
  const rows = named.flatMap((field) => {
    const value = record.fields[field.id];
    return isReference(value) ? [{ id: field.id, name: label(field.label), value }] : [];
  });
  if (agreement) rows.push({ id: ":agreement", name: t("record.agreement"), value: agreement });
  if (rows.length === 0) return null;
  return (
    <section aria-label={t("record.parties")}>
      <dl className="parties">
        {rows.map((row) => (
          <div key={row.id}>
            <dt>{row.name}</dt>
            <dd>
              <RecordLink to={row.value} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Clauses({ record }: { record: YuhengRecord }) {
  const t = useText();
  const label = useLabel();
  const portal = Boolean(useMe().data?.customer);
  if (portal || record.clauses.length === 0) return null;
  return (
    <section>
      <h3>{t("record.clauses")}</h3>
      <ul className="plain">
        {record.clauses.map(({ standard, clause, label: title }) => (
          <li key={`${standard}:${clause}`}>
            <Link to="/clauses" search={{ standard, clause }}>
              <span className="figure">{clause}</span> {label(title)}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
