// What was opened last for a customer, one line each.
import { Link } from "@tanstack/react-router";
import type { ListedRecord, Process } from "../api/wire";
import { RecordState } from "../look/State";
import { near } from "../text/time";

interface RecentListProps {
  process: Process;
  records: ListedRecord[];
  apart?: boolean;
}

export function RecentList({ process, records, apart = false }: RecentListProps) {
  return (
    <ul className="plain similar">
      {records.map((record) => (
        <li key={record.id}>
          <Link
            to="/records/$process/$number"
            params={{ process: process.id, number: record.number }}
            target={apart ? "_blank" : undefined}
          >
            <span className="similar-line">
              <span className="number">{record.number}</span>
              <RecordState process={process} record={record} />
              <span className="quiet figure">{near(record.opened_at)}</span>
            </span>
            <span className="title">{record.title}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
