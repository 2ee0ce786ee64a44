// The promises on a record: each a word and a thin bar, and why the deadline is what it is.
import { Button, Popover } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { type RecordAddress, useClockExplanations } from "../api/record";
import type { Clock, Process, YuhengRecord } from "../api/wire";
import { Dialog } from "../look/Dialog";
import { Due, useNow } from "../look/Due";
import { useNarrow } from "../look/Look";
import { Shape } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { moment, momentIn, serviceTime } from "../text/time";

export function Clocks({ at, process, record }: { at: RecordAddress; process: Process; record: YuhengRecord }) {
  const t = useText();
  const label = useLabel();
  if (record.clocks.length === 0) return null;
  const place = (clock: Clock) => process.clocks.findIndex((one) => one.id === clock.id);
  const clocks = [...record.clocks].sort((a, b) => place(a) - place(b));
  return (
    <section aria-label={t("record.clocks")} className="clocks">
      {clocks.map((clock) => (
        <ClockBar
          key={clock.id}
          at={at}
          process={process}
          clock={clock}
          name={label(process.clocks.find((one) => one.id === clock.id)?.label, clock.id)}
        />
      ))}
    </section>
  );
}

function ClockBar({ at, process, clock, name }: { at: RecordAddress; process: Process; clock: Clock; name: string }) {
  const t = useText();
  const share = useShare(clock);
  const hue = clockHue(clock, share);
  return (
    <div className={`clock ${hue}`}>
      <div className="clock-line">
        <span>{name}</span>
        <ClockWord clock={clock} process={process} />
      </div>
      <div
        className="track"
        role="progressbar"
        aria-label={name}
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <div style={{ width: `${Math.min(share, 1) * 100}%` }} />
      </div>
      <div className="clock-foot">
        <span>
          {clock.due_at && clock.state === "running"
            ? moment(clock.due_at)
            : t("record.used_of", {
                used: serviceTime(clock.used_minutes, t),
                target: serviceTime(clock.target_minutes, t),
              })}
        </span>
        <WhyThisDeadline at={at} clock={clock} />
      </div>
    </div>
  );
}

export function clockHue(clock: Clock, share: number): string {
  if (clock.outcome === "breached") return "late";
  if (clock.state === "paused") return "idle";
  if (clock.outcome === "met") return "done";
  return share > 0.75 ? "soon" : "open";
}

/** How much of the target is used. Between two events only the due moment is known, so the way to it is shared out evenly. */
export function useShare(clock: Clock): number {
  const now = useNow();
  const used = clock.target_minutes > 0 ? clock.used_minutes / clock.target_minutes : 0;
  if (clock.state !== "running" || !clock.due_at) return clock.outcome === "breached" ? 1 : used;
  const whole = dayjs(clock.due_at).diff(clock.since);
  const passed = whole > 0 ? Math.min(1, now.diff(clock.since) / whole) : 1;
  return used + (1 - used) * Math.max(0, passed);
}

export function ClockWord({ clock, process }: { clock: Clock; process: Process }) {
  const t = useText();
  const label = useLabel();
  if (clock.state === "running" && clock.due_at) return <Due at={clock.due_at} />;
  if (clock.state === "paused") {
    const options = process.fields.flatMap((field) => field.options ?? []);
    const reason = label(options.find((option) => option.id === clock.pause_reason)?.label, clock.pause_reason ?? "");
    return <span className="due">{reason ? t("record.paused_for", { reason }) : t("record.paused")}</span>;
  }
  if (clock.outcome === "breached") return <span className="due late">{t("record.breached")}</span>;
  if (clock.outcome === "cancelled") return <span className="due">{t("record.called_off")}</span>;
  return <span className="due met">{t("record.met")}</span>;
}

/** Beside the clock where there is room; on a small screen over it, to be scrolled. */
function WhyThisDeadline({ at, clock }: { at: RecordAddress; clock: Clock }) {
  const t = useText();
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  const title = t("record.why_deadline");
  const explanation = open ? <Explanation at={at} clock={clock} /> : null;
  const button = (
    <Button type="link" size="small" onClick={narrow ? () => setOpen(true) : undefined}>
      {title}
    </Button>
  );
  if (narrow) {
    return (
      <>
        {button}
        <Dialog open={open} title={title} footer={null} className="explanation-dialog" onCancel={() => setOpen(false)}>
          {explanation}
        </Dialog>
      </>
    );
  }
  return (
    <Popover trigger="click" placement="leftTop" open={open} onOpenChange={setOpen} title={title} content={explanation}>
      {button}
    </Popover>
  );
}

function Explanation({ at, clock }: { at: RecordAddress; clock: Clock }) {
  const t = useText();
  const label = useLabel();
  const explained = useClockExplanations(at, true);
  const found = explained.data?.items.find((one) => one.id === clock.id);
  return (
    <div className="explanation">
      <dl>
        <dt>{t("record.agreement")}</dt>
        <dd>{clock.agreement?.title ?? "—"}</dd>
        <dt>{t("record.calendar")}</dt>
        <dd>{clock.calendar?.title ?? t("record.around_the_clock")}</dd>
        <dt>{t("record.target_word")}</dt>
        <dd>{t("record.service_time", { length: serviceTime(clock.target_minutes, t) })}</dd>
        <dt>{t("record.started")}</dt>
        <dd>
          <Moment at={clock.started_at} zone={found?.zone} />
        </dd>
        {clock.due_at ? (
          <>
            <dt>{t("list.due_at")}</dt>
            <dd>
              <Moment at={clock.due_at} zone={found?.zone} />
            </dd>
          </>
        ) : null}
      </dl>
      {explained.isPending ? <Shape rows={3} /> : null}
      <ul className="plain">
        {found?.lines.map((line) => (
          <li key={line.en}>{label(line)}</li>
        ))}
      </ul>
    </div>
  );
}

/** A moment by the calendar's wall clock, with the reader's own beside it where the two differ. */
function Moment({ at, zone }: { at: string; zone: string | undefined }) {
  const t = useText();
  const own = moment(at);
  const there = zone ? momentIn(at, zone) : own;
  return (
    <time dateTime={at}>
      {there} {zone}
      {there === own ? null : <span className="quiet"> {t("record.your_time", { at: own })}</span>}
    </time>
  );
}
