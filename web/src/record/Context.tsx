// What stands beside a record: who decides, whom it is for, what it is tied to, what it is evidence for.
import { Link } from "@tanstack/react-router";
import { AccountPanel } from "../account/AccountPanel";
import { useStandards } from "../api/evidence";
import type { RecordAddress } from "../api/record";
import type { Process, YuhengRecord } from "../api/wire";
import { Beside, CustomerOf } from "../beside/Beside";
import { Parts } from "../merge/Parts";
import { Section } from "../pane/Section";
import { useLabel, useText } from "../text/language";
import { Approvals } from "./Approvals";
import { Attachments } from "./Attachments";
import { FieldSheet } from "./FieldSheet";
import { Referring } from "./Referring";
import { Relations } from "./Relations";
import { Tally } from "./Tally";

interface ContextProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
  /** One's own vote stands above. */
  votesElsewhere: boolean;
}

export function Context({ at, process, record, votesElsewhere }: ContextProps) {
  return (
    <>
      <Approvals at={at} process={process} record={record} votesElsewhere={votesElsewhere} />
      <CustomerOf process={process} record={record} />
      <Tally process={process} record={record} />
      <FieldSheet at={at} process={process} record={record} part="short" />
      {process.may.administer_accounts ? <AccountPanel record={record} /> : null}
      <Parts at={at} record={record} />
      <Beside at={at} process={process} record={record}>
        <Relations at={at} process={process} record={record} />
        <Attachments at={at} record={record} />
        <Clauses record={record} />
        {process.lifetime === "work" ? <Referring at={at} /> : null}
      </Beside>
    </>
  );
}

function Clauses({ record }: { record: YuhengRecord }) {
  const t = useText();
  const label = useLabel();
  const standards = useStandards();
  if (record.clauses.length === 0) return null;
  // Each edition once, in the order of the first clause of it.
  const editions = [...new Set(record.clauses.map(({ standard }) => standard))];
  const clauses = editions.flatMap((edition) => record.clauses.filter(({ standard }) => standard === edition));
  return (
    <Section id="clauses" title={t("record.clauses")} count={record.clauses.length}>
      <ul className="plain">
        {clauses.map(({ standard, clause, label: title }, index) => (
          <li key={`${standard}:${clause}`}>
            {clauses[index - 1]?.standard === standard ? null : (
              <div className="edition quiet">
                {label(standards.data?.items.find((one) => one.id === standard)?.label, standard)}
              </div>
            )}
            <Link to="/clauses" search={{ standard, clause }}>
              <span className="figure">{clause}</span> {label(title)}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
