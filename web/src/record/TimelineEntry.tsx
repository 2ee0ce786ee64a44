// One entry of the history: who, what, when; what was said stands on the ground of whoever may read it.

import { fieldOf } from "../api/definitions";
import type { Change, ClockEvent, Entry, Field, Process, Value } from "../api/wire";
import { FieldText } from "../field/FieldText";
import { LockIcon } from "../look/icon";
import { State } from "../look/State";
import { LinkedText } from "../text/LinkedText";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { hour, moment, serviceTime } from "../text/time";

const DEED: { [action: string]: string } = {
  created: "record.did_create",
  updated: "record.did_update",
  commented: "record.did_comment",
  related: "record.did_relate",
  unrelated: "record.did_unrelate",
  attached: "record.did_attach",
  voided: "record.did_void",
  converted: "record.did_convert",
  approval_asked: "record.did_ask_approval",
  voted: "record.did_vote",
  approval_withdrawn: "record.did_withdraw",
  approval_urged: "record.did_urge",
  approval_voided: "record.did_void_approval",
  warned: "record.did_warn",
  breached: "record.did_breach",
  escalated: "record.did_escalate",
  retargeted: "record.did_retarget",
  refused: "record.did_refuse",
  signed_in: "record.did_sign_in",
  sign_in_failed: "record.did_fail_sign_in",
  account_changed: "record.did_change_account",
  exported: "record.did_export",
  erased: "record.did_erase",
  migrated: "record.did_migrate",
};

export function TimelineEntry({ entry, process }: { entry: Entry; process: Process }) {
  const t = useText();
  const label = useLabel();
  const transition = process.transitions.find((one) => one.id === entry.transition);
  const deed = DEED[entry.action];
  const done = entry.action === "transitioned" && transition ? label(transition.label) : deed ? t(deed) : entry.action;
  const said = entry.comment;
  const onBehalf = entry.on_behalf_of?.title;
  return (
    <li className={`entry ${said ? said.audience : "event"}`} id={`entry-${entry.n}`}>
      <div className="entry-line">
        <strong>{entry.actor?.title ?? t("record.system")}</strong>
        {onBehalf ? <span className="quiet">{t("record.on_behalf", { name: onBehalf })}</span> : null}
        <span className="deed">{done}</span>
        {said?.audience === "internal" ? (
          <span className="audience">
            <LockIcon /> {t("record.internal")}
          </span>
        ) : null}
        {entry.to ? (
          <span className="move">
            {entry.from && entry.from !== entry.to ? (
              <>
                <State process={process} id={entry.from} /> →{" "}
              </>
            ) : null}
            <State process={process} id={entry.to} />
          </span>
        ) : null}
        <time dateTime={entry.at} title={moment(entry.at)}>
          {hour(entry.at)}
        </time>
      </div>
      {said ? (
        <div className="said">
          {typeof said.body === "string" ? <LinkedText text={said.body} /> : <em>{t("record.erased")}</em>}
        </div>
      ) : null}
      {entry.related
        ?.filter(({ kind }) => !fieldOf(process, kind))
        .map(({ record }) => (
          <div key={record.id}>
            <RecordLink to={record} withNumber />
          </div>
        ))}
      {entry.attached?.map((name) => (
        <div key={name} className="reason">
          {name}
        </div>
      ))}
      <Vote entry={entry} />
      {entry.reason ? <div className="reason">{entry.reason}</div> : null}
      {entry.told ? <div className="reason">{label(entry.told)}</div> : null}
      <Changes entry={entry} process={process} />
      {entry.clocks?.map((event) => (
        <ClockLine key={`${event.clock}:${event.event}`} event={event} process={process} />
      ))}
    </li>
  );
}

function Vote({ entry }: { entry: Entry }) {
  const t = useText();
  if (!entry.vote) return null;
  return (
    <div className="reason">
      {entry.vote.agrees ? t("record.agreed") : t("record.sent_back")}
      {entry.vote.opinion ? `: ${entry.vote.opinion}` : ""}
    </div>
  );
}

function Changes({ entry, process }: { entry: Entry; process: Process }) {
  const t = useText();
  if (!entry.changes?.length) return null;
  const list = <ChangeList entry={entry} process={process} />;
  if (entry.action !== "created") return list;
  return (
    <details>
      <summary className="quiet">{t("record.entered", { n: entry.changes.length })}</summary>
      {list}
    </details>
  );
}

function ChangeList({ entry, process }: { entry: Entry; process: Process }) {
  const t = useText();
  const label = useLabel();
  return (
    <ul className="changes">
      {entry.changes?.map((change) => {
        const field = fieldOf(process, change.field);
        if (!change.erased && isLong(change.to)) return <LongChange key={change.field} change={change} field={field} />;
        return (
          <li key={change.field}>
            <span className="quiet">{label(field?.label, change.field)}</span>{" "}
            {change.erased ? <em>{t("record.erased")}</em> : null}
            {change.from === undefined || change.from === null ? null : (
              <>
                <del>
                  <FieldText field={field} value={change.from} />
                </del>{" "}
                →{" "}
              </>
            )}
            {change.erased ? null : <FieldText field={field} value={change.to} />}
          </li>
        );
      })}
    </ul>
  );
}

const LONG = 240;
const isLong = (value: Value): value is string => typeof value === "string" && value.length > LONG;

/** A text of many lines stands folded, with its beginning to see. */
function LongChange({ change, field }: { change: Change; field: Field | undefined }) {
  const label = useLabel();
  return (
    <li className="long">
      <details>
        <summary>
          <span className="quiet">{label(field?.label, change.field)}</span>{" "}
          {isLong(change.to) ? begin(change.to) : null}
        </summary>
        <FieldText field={field} value={change.to} />
      </details>
    </li>
  );
}

const begin = (text: string) => `${text.slice(0, 40).replace(/\s+/g, " ")}…`;

const CLOCK_DEED: { [event in ClockEvent["event"]]: string } = {
  started: "record.clock_started",
  paused: "record.clock_paused",
  resumed: "record.clock_resumed",
  stopped: "record.clock_stopped",
  retargeted: "record.clock_retargeted",
  warned: "record.clock_warned",
  breached: "record.clock_breached",
};

function ClockLine({ event, process }: { event: ClockEvent; process: Process }) {
  const t = useText();
  const label = useLabel();
  const clock = label(process.clocks.find((one) => one.id === event.clock)?.label, event.clock);
  return (
    <div className={event.event === "breached" ? "clock-line late" : "clock-line"}>
      {clock} {t(CLOCK_DEED[event.event])}
      {event.share ? ` ${event.share}%` : ""}
      {event.event !== "stopped" && event.target_minutes
        ? ` · ${t("record.target", { length: serviceTime(event.target_minutes, t) })}`
        : ""}
      {event.event !== "stopped" && event.due_at ? ` · ${t("record.due", { at: moment(event.due_at) })}` : ""}
    </div>
  );
}
