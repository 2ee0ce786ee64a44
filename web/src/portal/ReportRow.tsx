// A report as one says it: what it is about, how it stands, what is promised.
import { Link } from "@tanstack/react-router";
import { stateOf, useProcess } from "../api/definitions";
import type { ListedRecord } from "../api/wire";
import { useLabel, useText } from "../text/language";
import { Promises } from "./Promises";
import { Reporter } from "./Reporter";

export function ReportRows({ records }: { records: ListedRecord[] }) {
  return (
    <ul className="report-rows">
      {records.map((record) => (
        <ReportRow key={record.id} record={record} />
      ))}
    </ul>
  );
}

function ReportRow({ record }: { record: ListedRecord }) {
  const { process, number } = record;
  return (
    <li className={record.told?.turn && record.is_open ? "turn" : undefined}>
      <Link to="/records/$process/$number" params={{ process, number }}>
        <span className="report-title">{record.title}</span>
      </Link>
      <span className="report-state">
        <Standing record={record} /> <Promises record={record} nearest />
      </span>
      <span className="report-foot">
        <Reporter record={record} />
      </span>
    </li>
  );
}

/** How a record stands, in the words that its process has for customers; else by its state. */
export function Standing({ record }: { record: ListedRecord }) {
  const t = useText();
  const label = useLabel();
  const process = useProcess(record.process);
  if (record.is_void) return t("portal.void");
  return <>{label(record.told?.text ?? stateOf(process, record.state)?.label, record.state)}</>;
}
