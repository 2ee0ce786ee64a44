// The list that a record came from, narrow, so that one goes from record to record.
import { Link, useRouter, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useDeferredValue, useEffect, useEffectEvent, useLayoutEffect, useRef } from "react";
import { useRecords } from "../api/records";
import type { Process } from "../api/wire";
import { useTitleOf } from "../field/named";
import { useListKeys, useStanding } from "../list/keys";
import { useListView } from "../list/useListView";
import { RecordState } from "../look/State";
import { Shape } from "../look/Wait";
import { When } from "../look/When";
import { useLabel, useText } from "../text/language";
import { RecordAnchor } from "../text/RecordAnchor";

/** How many records from either end more of the list is asked for. */
const AHEAD = 15;

/** Scrolls what the list stands in by as little as is needed for one of its items and the one beside it to be seen. */
function bringIntoSight(list: HTMLElement, index: number) {
  const pane = list.closest(".pane-list");
  const item = list.children[index];
  if (!pane || !item) return;
  const [box, own] = [pane.getBoundingClientRect(), item.getBoundingClientRect()];
  const above = box.top - (own.top - own.height);
  const below = own.bottom + own.height - box.bottom;
  if (above > 0) pane.scrollTop -= above;
  else if (below > 0) pane.scrollTop += below;
}

export function Neighbours({ process, current }: { process: Process; current: string }) {
  const label = useLabel();
  const search = useSearch({ from: "/inside/records/$process/$number" });
  const { query: listed, isPending } = useListView(process, search);
  const found = useRecords(process.id, listed, !isPending);
  // The rows of another list are nobody's neighbours.
  const pages = found.isPlaceholderData ? [] : (found.data?.pages ?? []);
  const records = pages.flatMap((page) => page.items);
  // The record is drawn first, then the others of its list.
  const drawn = useDeferredValue(records, []);
  const router = useRouter();
  const query = router.options.stringifySearch(search);
  const t = useText();
  const titleOf = useTitleOf();
  const list = useRef<HTMLUListElement>(null);
  const [, stand] = useStanding(process);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever goes back to the list stands on what was open
  useEffect(() => stand(current), [current]);
  useListKeys({ process, records, search, at: current, stand, opens: true });
  const index = drawn.findIndex(({ number }) => number === current);
  const bring = useEffectEvent(() => {
    if (index >= 0 && list.current) bringIntoSight(list.current, index);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever it is another that is open
  useLayoutEffect(() => bring(), [index]);
  // The router puts everything that scrolls where it stood.
  useEffect(() => router.subscribe("onRendered", () => bring()), [router]);
  const { fetchNextPage, fetchPreviousPage, hasNextPage, hasPreviousPage, isFetching } = found;
  const isNearEnd = hasNextPage && index >= drawn.length - AHEAD;
  const isNearStart = hasPreviousPage && index >= 0 && index < AHEAD;
  useEffect(() => {
    if (isFetching || index < 0) return;
    if (isNearEnd) void fetchNextPage();
    else if (isNearStart) void fetchPreviousPage();
  }, [index, isNearEnd, isNearStart, isFetching, fetchNextPage, fetchPreviousPage]);
  return (
    <>
      <h2>
        <Link to="/records/$process" params={{ process: process.id }} search={search}>
          {label(process.label)}
        </Link>
      </h2>
      {found.isPending ? <Shape /> : null}
      <ul className="neighbours" ref={list}>
        {drawn.map((record, place) => (
          <li key={record.id}>
            <RecordAnchor
              process={process.id}
              number={record.number}
              query={query}
              aria-current={record.number === current ? "page" : undefined}
              // One stop on the way by Tab: `j` and `k` go from one to the other.
              tabIndex={place === Math.max(index, 0) ? undefined : -1}
            >
              <span className="line">
                <span className="number">{record.number}</span>
                <RecordState process={process} record={record} />
                <When brief record={record} />
              </span>
              <span className="title">{titleOf(record)}</span>
            </RecordAnchor>
          </li>
        ))}
      </ul>
      {hasNextPage ? (
        <Button className="more" type="text" loading={found.isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("list.more")}
        </Button>
      ) : null}
    </>
  );
}
