// Everything that happened, newest at the bottom: talk, changes, approvals and clocks in one line of time.
import { Button } from "antd";
import { Fragment, useState } from "react";
import { useMe } from "../api/account";
import { fieldOf } from "../api/definitions";
import { usePreference } from "../api/preference";
import { type RecordAddress, useHistory, useRelations } from "../api/record";
import type { Process, RelationLink } from "../api/wire";
import { Shape, Trouble } from "../look/Wait";
import { isSplitOff, isSuccessor } from "../record/conversion";
import { useCame } from "../record/flash";
import { Versions } from "../record/Versions";
import { useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { useArrived, useNewestInSight } from "./arrived";
import { Earlier } from "./Earlier";
import { EntryRun } from "./EntryRun";
import { Filter } from "./Filter";
import { belongs, isKind } from "./kind";
import { stretches } from "./run";
import { TimelineEntry } from "./TimelineEntry";

/** A field that is no longer defined goes by its id. */
const NO_LABEL = { zh: "", en: "" };

export function Timeline({ at, process }: { at: RecordAddress; process: Process }) {
  const t = useText();
  const me = useMe().data;
  const [chosen, choose] = usePreference("timeline");
  const kind = isKind(chosen) ? chosen : "all";
  const [compared, setCompared] = useState<{ entry: number; field: string }>();
  const [before, setBefore] = useState<{ [number: string]: number }>({});
  const history = useHistory(at);
  const entries = (history.data?.pages.flatMap((page) => page.items) ?? []).sort((a, b) => a.n - b.n);
  const shown = entries.filter((entry) => belongs(entry, kind));
  const arrived = useArrived(shown, me?.id, history.isSuccess);
  const came = useCame(history.isSuccess ? (entries.at(-1)?.n ?? 0) : undefined, me?.id);
  useNewestInSight(arrived.end, shown.at(-1), me?.id, process.lifetime);
  const all = stretches(shown);
  // What was said on the record that this one was converted from stands among the talk, and is counted with it.
  const withEarlier = kind === "all" || kind === "talk";
  const earlier = Object.values(before).reduce((sum, count) => sum + count, 0);
  const isBare = shown.length === 0 && !(withEarlier && earlier > 0);
  return (
    <section className="timeline" aria-label={t("record.timeline")}>
      <Filter entries={entries} earlier={earlier} goesOn={history.hasNextPage} kind={kind} onChoose={choose} />
      {history.isPending ? <Shape /> : null}
      {history.isError ? <Trouble error={history.error} retry={() => void history.refetch()} /> : null}
      {history.hasNextPage ? (
        <Button size="small" loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          {t("list.more")}
        </Button>
      ) : null}
      {withEarlier ? (
        <Earlier at={at} onSaid={(number, count) => setBefore((known) => ({ ...known, [number]: count }))} />
      ) : null}
      <ol>
        {all.map((stretch, index) => {
          const drawn = [stretch.first, ...stretch.rest].map((entry) => (
            <TimelineEntry
              key={entry.n}
              entry={entry}
              process={process}
              came={came(entry)}
              onCompare={(field) => setCompared({ entry: entry.n, field })}
            >
              {entry.action === "converted" || entry.action === "merged" ? <Leads at={at} where={isSuccessor} /> : null}
              {entry.action === "split" ? <Leads at={at} where={isSplitOff} /> : null}
            </TimelineEntry>
          ));
          return (
            <Fragment key={stretch.first.n}>
              {stretch.day === all[index - 1]?.day ? null : <li className="day">{stretch.day}</li>}
              {stretch.rest.length > 0 ? (
                <EntryRun entries={[stretch.first, ...stretch.rest]}>{drawn}</EntryRun>
              ) : (
                drawn
              )}
            </Fragment>
          );
        })}
      </ol>
      <div ref={arrived.end} />
      {history.data && isBare ? <p className="quiet">{t("timeline.nothing_of_kind")}</p> : null}
      {arrived.fresh.length > 0 ? (
        <Button className="arrived" type="primary" size="small" onClick={arrived.show}>
          {t("timeline.arrived", { n: arrived.fresh.length })}
        </Button>
      ) : null}
      {compared ? (
        <Versions
          at={at}
          process={process}
          field={fieldOf(process, compared.field) ?? { id: compared.field, label: NO_LABEL }}
          entry={compared.entry}
          onClose={() => setCompared(undefined)}
        />
      ) : null}
    </section>
  );
}

/** Where the record goes on, or what was split off it. */
function Leads({ at, where }: { at: RecordAddress; where: (link: RelationLink) => boolean }) {
  const links = useRelations(at).data?.pages.flatMap((page) => page.items) ?? [];
  return links.filter(where).map((link) => (
    <div key={link.id}>
      → <RecordLink to={link.record} withNumber />
    </div>
  ));
}
