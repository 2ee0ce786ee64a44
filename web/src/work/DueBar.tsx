// How much of the time until a record is due has gone by: a thin bar beside the words that say it.
import dayjs from "dayjs";
import type { ListedRecord } from "../api/wire";
import { useNow } from "../look/Due";

const NEARLY = 75;

export function DueBar({ record }: { record: ListedRecord }) {
  const now = useNow();
  const clock = record.clocks.find((one) => one.due_at === record.due_at && one.state === "running");
  if (!clock?.due_at) return null;
  const whole = dayjs(clock.due_at).diff(clock.started_at);
  const share = whole > 0 ? Math.min(100, (now.diff(clock.started_at) / whole) * 100) : 100;
  const hue = share >= 100 ? "late" : share >= NEARLY ? "soon" : "";
  return (
    <span className={`due-bar ${hue}`} aria-hidden="true">
      <span style={{ width: `${Math.max(2, share)}%` }} />
    </span>
  );
}
