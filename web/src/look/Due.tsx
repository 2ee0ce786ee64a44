// How much of a promise is left: a word, never a colour alone. Late says by how much.
import dayjs from "dayjs";
import { useSyncExternalStore } from "react";
import { useText } from "../text/language";
import { duration, moment } from "../text/time";

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
