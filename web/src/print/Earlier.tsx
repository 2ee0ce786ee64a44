// On paper, what was said on the record that this one was converted from, and on what that came from: it belongs to the case.
import { useEffect, useEffectEvent, useState } from "react";
import { useProcess } from "../api/definitions";
import { type RecordAddress, useHistory, useRelations } from "../api/record";
import type { Process, RelationLink } from "../api/wire";
import { isCarried, originsOf } from "../record/conversion";
import { useText } from "../text/language";
import { entriesOf, type Side } from "./paper";
import { PaperHistory } from "./parts";

interface PaperEarlierProps {
  at: RecordAddress;
  side: Side;
  /** Hears when all of it is there. */
  onWhole: () => void;
  /** The records that it leads to. */
  met?: string[];
}

export function PaperEarlier({ at, side, onWhole, met = [] }: PaperEarlierProps) {
  const relations = useRelations(at);
  const known = [...met, at.number];
  const links = relations.data?.pages.flatMap((page) => page.items) ?? [];
  const origins = originsOf(links, known);
  const [whole, setWhole] = useState<string[]>([]);
  const isWhole = !relations.isPending && origins.every(({ id }) => whole.includes(id));
  const tell = useEffectEvent(onWhole);
  useEffect(() => {
    if (isWhole) tell();
  }, [isWhole]);
  return origins.map((link) => (
    <Origin
      key={link.id}
      at={link.record}
      link={link}
      side={side}
      met={known}
      onWhole={() => setWhole((there) => [...there, link.id])}
    />
  ));
}

type OriginProps = PaperEarlierProps & { link: RelationLink };

function Origin(props: OriginProps) {
  const process = useProcess(props.at.process);
  const tell = useEffectEvent(props.onWhole);
  // What its reader may not see is not waited for.
  useEffect(() => {
    if (!process) tell();
  }, [process]);
  return process ? <Talk process={process} {...props} /> : null;
}

function Talk({ process, at, link, side, onWhole, met }: OriginProps & { process: Process }) {
  const t = useText();
  const history = useHistory(at);
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isError } = history;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, isError]);
  const [isEarlierWhole, setEarlierWhole] = useState(false);
  const tell = useEffectEvent(onWhole);
  const isWhole = isEarlierWhole && !history.isPending && (!hasNextPage || isError);
  useEffect(() => {
    if (isWhole) tell();
  }, [isWhole]);
  const all = (history.data?.pages.flatMap((page) => page.items) ?? []).sort((a, b) => a.n - b.n);
  const said = entriesOf(all, side).filter((entry) => entry.comment && isCarried(link, entry));
  return (
    <>
      <PaperEarlier at={at} side={side} met={met} onWhole={() => setEarlierWhole(true)} />
      <PaperHistory process={process} entries={said} side={side} title={t("timeline.earlier", { number: at.number })} />
      {isError || hasNextPage ? <p className="paper-printed">{t("print.not_whole", { n: all.length })}</p> : null}
    </>
  );
}
