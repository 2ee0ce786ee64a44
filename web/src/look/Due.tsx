// How much of a promise is left: a word, never a colour alone. Late says by how much.
import dayjs from "dayjs";
import { type ReactNode, useSyncExternalStore } from "react";
import type { Clock, ListedRecord } from "../api/wire";
import { useText } from "../text/language";
import { duration, moment, serviceTime } from "../text/time";

let now = dayjs();
const watching = new Set<() => void>();

// However many look at the time, one timer moves it.
function watch(look: () => void) {
  watching.add(look);
  return () => void watching.delete(look);
}

setInterval(() => {
  now = dayjs();
  for (const look of watching) look();
}, 30_000);

/** The moment, fresh every half minute. */
export const useNow = (): dayjs.Dayjs => useSyncExternalStore(watch, () => now);

export function Due({ at }: { at: string }) {
  const t = useText();
  const minutes = dayjs(at).diff(useNow(), "minute", true);
  const late = minutes < 0;
  const length = duration(Math.abs(minutes), t);
  const hue = late ? "late" : minutes < 60 ? "soon" : "";
  return (
    <time className={`due ${hue}`} dateTime={at} title={moment(at)}>
      {late ? t("look.late_by", { length }) : t("look.left", { length })}
    </time>
  );
}

interface UntilProps {
  record: Pick<ListedRecord, "due_at" | "clocks">;
  /** What stands where nothing is promised. */
  otherwise?: ReactNode;
}

/** Until when a record is promised; what waits says so, and what is left of its promise. */
export function Until({ record, otherwise = null }: UntilProps) {
  if (record.due_at) return <Due at={record.due_at} />;
  const paused = record.clocks.filter((clock) => clock.state === "paused");
  const [first] = paused.sort((a, b) => leftOf(a) - leftOf(b));
  return first ? <Paused left={leftOf(first)} /> : otherwise;
}

const leftOf = (clock: Clock) => clock.target_minutes - clock.used_minutes;

/** A promise that stands still, with what is left of it in service time. */
function Paused({ left }: { left: number }) {
  const t = useText();
  if (left < 0) return <span className="due late">{t("look.paused_late")}</span>;
  // It stands still: the hours are enough.
  const length = serviceTime(left < 60 ? left : left - (left % 60), t);
  return <span className="due">{t("look.paused", { length })}</span>;
}
