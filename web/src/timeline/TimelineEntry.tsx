// One entry of the history: who, what, when; what was said stands on the ground of whoever may read it.

import { Button } from "antd";
import type { HTMLAttributes, ReactNode } from "react";
import { fieldOf } from "../api/definitions";
import type { Change, ClockEvent, Entry, Field, Process, Value } from "../api/wire";
import { FieldText } from "../field/FieldText";
import { LockIcon } from "../look/icon";
import { State } from "../look/State";
import { isCounting } from "../record/counts";
import { isComparable } from "../record/version";
import { Folded } from "../text/Folded";
import { LinkedText } from "../text/LinkedText";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { hour, moment, serviceTime } from "../text/time";
import { Approving } from "./Approving";
import { useDeed } from "./deed";
import { RowChanges } from "./RowChanges";
import { countedOf, isCount } from "./rows";

interface EntryProps {
  entry: Entry;
  process: Process;
  /** Marks what came while it was read. */
  came?: HTMLAttributes<HTMLLIElement>;
  /** It is of another record than the page's: no address of the page leads to it. */
  isElsewhere?: boolean;
  /** Shows what differs in a text that the entry changed. */
  onCompare?: (field: string) => void;
  /** What stands below what was done. */
  children?: ReactNode;
}

export function TimelineEntry({ entry, process, came, isElsewhere, onCompare, children }: EntryProps) {
  const t = useText();
  const label = useLabel();
  const deed = useDeed(process);
  const said = entry.comment;
  const onBehalf = entry.on_behalf_of?.title;
  return (
    <li
      className={`entry ${said ? said.audience : "event"}`}
      id={isElsewhere ? undefined : `entry-${entry.n}`}
      {...came}
    >
      <div className="entry-line">
        <strong>{entry.actor?.title ?? t("record.system")}</strong>
        {onBehalf ? <span className="quiet">{t("record.on_behalf", { name: onBehalf })}</span> : null}
        <span className="deed">{deed(entry)}</span>
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
          {typeof said.body === "string" ? (
            <Folded text={said.body}>
              <LinkedText text={said.body} mentioned={said.mentioned} />
            </Folded>
          ) : (
            <em>{t("record.erased")}</em>
          )}
        </div>
      ) : null}
      {entry.related
        ?.filter(({ kind }) => !fieldOf(process, kind))
        .map(({ record }) => (
          <div key={record.id}>
            <RecordLink to={record} withNumber />
          </div>
        ))}
      {children}
      {entry.attached?.map((file) => (
        <div key={file.id} className="reason">
          {file.name}
          {file.audience === "internal" ? (
            <span className="audience">
              {" "}
              <LockIcon /> {t("record.internal")}
            </span>
          ) : null}
        </div>
      ))}
      <Approving entry={entry} process={process} />
      {entry.reason ? <div className="reason">{entry.reason}</div> : null}
      {entry.told ? <div className="reason">{label(entry.told)}</div> : null}
      <Changes entry={entry} process={process} onCompare={onCompare} />
      {entry.clocks?.map((event) => (
        <ClockLine key={`${event.clock}:${event.event}`} event={event} process={process} />
      ))}
    </li>
  );
}

type ChangesProps = Pick<EntryProps, "entry" | "process" | "onCompare">;

function Changes({ entry, process, onCompare }: ChangesProps) {
  const t = useText();
  const isSaid = (change: Change) => !isCounting(process, entry, change) && !isCount(process, entry, change);
  const changes = entry.changes?.filter(isSaid);
  if (!changes?.length) return null;
  const list = <ChangeList entry={{ ...entry, changes }} process={process} onCompare={onCompare} />;
  if (entry.action !== "created") return list;
  return (
    <details>
      <summary className="quiet">{t("record.entered", { n: entry.changes.length })}</summary>
      {list}
    </details>
  );
}

function ChangeList({ entry, process, onCompare }: ChangesProps) {
  const t = useText();
  const label = useLabel();
  return (
    <ul className="changes">
      {entry.changes?.map((change) => {
        const field = fieldOf(process, change.field);
        const counted = countedOf(process, change);
        if (counted && field && !change.erased) {
          return <RowChanges key={change.field} counted={counted} field={field} change={change} />;
        }
        const compare = onCompare && isComparable(change, field) ? () => onCompare(change.field) : undefined;
        if (!change.erased && (isLong(change.to) || isLong(change.from))) {
          return <LongChange key={change.field} change={change} field={field} onCompare={compare} />;
        }
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
            {compare ? <CompareButton onCompare={compare} /> : null}
          </li>
        );
      })}
    </ul>
  );
}

const LONG = 240;
const isLong = (value: Value): value is string =>
  typeof value === "string" && (value.length > LONG || value.includes("\n"));

/** A text of many lines stands folded, with its beginning to see. */
function LongChange({
  change,
  field,
  onCompare,
}: {
  change: Change;
  field: Field | undefined;
  onCompare?: () => void;
}) {
  const label = useLabel();
  return (
    <li className="long">
      <details>
        <summary>
          <span className="quiet">{label(field?.label, change.field)}</span>{" "}
          {typeof change.to === "string" ? begin(change.to) : null}
        </summary>
        <FieldText field={field} value={change.to} />
      </details>
      {onCompare ? <CompareButton onCompare={onCompare} /> : null}
    </li>
  );
}

function CompareButton({ onCompare }: { onCompare: () => void }) {
  const t = useText();
  return (
    <Button type="link" size="small" className="compare" onClick={onCompare}>
      {t("record.show_difference")}
    </Button>
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
