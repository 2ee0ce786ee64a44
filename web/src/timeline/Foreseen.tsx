// What has not happened yet, as the history would tell it.
import type { Entry, Process } from "../api/wire";
import { TimelineEntry } from "./TimelineEntry";
import "./foreseen.css";

export function Foreseen({ entries, process }: { entries: Entry[]; process: Process }) {
  return (
    <ol className="foreseen timeline">
      {entries.map((entry) => (
        <TimelineEntry key={entry.n} entry={{ ...entry, told: null }} process={process} isElsewhere />
      ))}
    </ol>
  );
}
