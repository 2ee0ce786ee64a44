// What has been promised on a record, in words: by when there is an answer, by when it works again.
import dayjs from "dayjs";
import { useMe } from "../api/account";
import { useProcess } from "../api/definitions";
import type { Clock, ListedRecord } from "../api/wire";
import { useNow } from "../look/Due";
import { useLabel, useText } from "../text/language";
import { moment } from "../text/time";
import { said } from "./when";

type Dated = Clock & { due_at: string };

/** The promises that run, in the order of the definition; `nearest` alone for a row. */
export function Promises({ record, nearest = false }: { record: ListedRecord; nearest?: boolean }) {
  const process = useProcess(record.process);
  const place = (clock: Clock) => process?.clocks.findIndex((one) => one.id === clock.id) ?? 0;
  const isRunning = (clock: Clock): clock is Dated => clock.state === "running" && Boolean(clock.due_at);
  const running = record.clocks.filter(isRunning).sort((a, b) => place(a) - place(b));
  const [first] = [...running].sort((a, b) => a.due_at.localeCompare(b.due_at));
  const shown = nearest ? (first ? [first] : []) : running;
  return shown.map((clock) => <Promised key={clock.id} process={record.process} clock={clock} />);
}

function Promised({ process, clock }: { process: string; clock: Dated }) {
  const t = useText();
  const label = useLabel();
  const now = useNow();
  const zone = useMe().data?.zone ?? "UTC";
  const rule = useProcess(process)?.clocks.find((one) => one.id === clock.id);
  const late = dayjs(clock.due_at).isBefore(now);
  const words = { at: said(clock.due_at, zone, t, now), what: label(rule?.promise ?? rule?.label, clock.id) };
  return (
    <time className={late ? "promise late" : "promise"} dateTime={clock.due_at} title={moment(clock.due_at)}>
      {t(late ? "portal.promise_late" : "portal.promise", words)}
    </time>
  );
}
