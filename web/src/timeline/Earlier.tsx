// What was said on the records that this one came of: it stands before the timeline, for whoever takes over.
import { Button } from "antd";
import { Fragment, useEffect, useEffectEvent } from "react";
import { useProcess } from "../api/definitions";
import { type RecordAddress, useHistory, useRelations } from "../api/record";
import type { RelationLink } from "../api/wire";
import { isCarried, originsOf } from "../record/conversion";
import { useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { day } from "../text/time";
import { belongs } from "./kind";
import { TimelineEntry } from "./TimelineEntry";

interface EarlierProps {
  at: RecordAddress;
  /** Hears how much was said on each. */
  onSaid: (number: string, count: number) => void;
  /** The records that it leads to. */
  met?: string[];
}

export function Earlier({ at, onSaid, met = [] }: EarlierProps) {
  const links = useRelations(at).data?.pages.flatMap((page) => page.items) ?? [];
  const known = [...met, at.number];
  const origins = originsOf(links, known);
  return origins.map((link) => <Said key={link.id} link={link} onSaid={onSaid} met={known} />);
}

function Said({ link, onSaid, met }: { link: RelationLink; onSaid: EarlierProps["onSaid"]; met: string[] }) {
  const t = useText();
  const at = link.record;
  const process = useProcess(at.process);
  const history = useHistory({ process: at.process, number: at.number });
  const entries = history.data?.pages.flatMap((page) => page.items) ?? [];
  const said = entries.filter((entry) => belongs(entry, "talk") && isCarried(link, entry)).sort((a, b) => a.n - b.n);
  const tell = useEffectEvent(() => onSaid(at.number, said.length));
  // biome-ignore lint/correctness/useExhaustiveDependencies: told again when there is more
  useEffect(() => tell(), [said.length]);
  if (!process) return null;
  if (said.length === 0) return <Earlier at={at} onSaid={onSaid} met={met} />;
  return (
    <section className="earlier-talk" aria-label={t("timeline.earlier", { number: at.number })}>
      <Earlier at={at} onSaid={onSaid} met={met} />
      <p className="quiet">
        {t("timeline.earlier_talk")} <RecordLink to={at} withNumber />
      </p>
      {history.hasNextPage ? (
        <Button size="small" loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          {t("list.more")}
        </Button>
      ) : null}
      <ol>
        {said.map((entry, index) => (
          <Fragment key={entry.n}>
            {day(entry.at) === day(said[index - 1]?.at ?? "") ? null : <li className="day">{day(entry.at)}</li>}
            <TimelineEntry entry={entry} process={process} isElsewhere />
          </Fragment>
        ))}
      </ol>
    </section>
  );
}
