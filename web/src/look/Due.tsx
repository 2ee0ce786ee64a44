// How much of a promise is left: a word, never a colour alone. Late says by how much.
import dayjs from "dayjs";
import { useEffect, useState } from "react";
import { useText } from "../text/language";
import { duration, moment } from "../text/time";

/** The moment, fresh every half minute. */
export function useNow(): dayjs.Dayjs {
  const [now, setNow] = useState(() => dayjs());
  useEffect(() => {
    const timer = setInterval(() => setNow(dayjs()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

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
