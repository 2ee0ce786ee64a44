// The records of a list in sight, with the one looked at beside them; more come as one scrolls.
import { useRouter } from "@tanstack/react-router";
import { Button } from "antd";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useDefinitions } from "../api/definitions";
import { usePresenceAt } from "../api/presence";
import type { useRecords } from "../api/records";
import type { Process } from "../api/wire";
import type { Selection } from "../bulk/selection";
import { useNarrow } from "../look/Look";
import { useLasting } from "../look/Wait";
import { type Offer, useOffers } from "../palette/offer";
import { furtherOf } from "../record/offers";
import type { ListSearch } from "../router";
import { inBoth, useText } from "../text/language";
import { useActing } from "./acting";
import type { Columns } from "./columns";
import { type Lines, linesOf } from "./group";
import { useListKeys, useStanding } from "./keys";
import { Preview } from "./Preview";
import { usePlace } from "./place";
import { RecordTable } from "./RecordTable";
import { SOON, useRows } from "./window";

interface RecordListProps {
  process: Process;
  found: ReturnType<typeof useRecords>;
  columns: Columns;
  /** What it is a list of. */
  name: string;
  search: ListSearch;
  sort: string | undefined;
  selection: Selection;
  /** The groups that are folded; folding one, or unfolding it. */
  folds: [string[], (id: string) => void];
  onSort: (column: string) => void;
}

/** The key that gives the record stood on to somebody. */
const GIVE: Offer = { id: "give", kind: "key", about: "list", label: inBoth("palette.give"), key: "a" };

export function RecordList(props: RecordListProps) {
  const { process, found, columns, name, search, sort, selection, folds, onSort } = props;
  const [folded, onFold] = folds;
  const t = useText();
  const narrow = useNarrow();
  const definitions = useDefinitions();
  const place = useRef<HTMLDivElement>(null);
  const [at, stand] = useStanding(process);
  const [previewed, setPreviewed] = useState(false);
  const records = found.data?.pages.flatMap((page) => page.items) ?? [];
  const { fetchNextPage, fetchPreviousPage, hasNextPage, hasPreviousPage, isFetching } = found;
  const more = useCallback(() => {
    if (!narrow && hasNextPage && !isFetching) void fetchNextPage();
  }, [narrow, hasNextPage, isFetching, fetchNextPage]);
  const earlier = useCallback(() => {
    if (hasPreviousPage && !isFetching) void fetchPreviousPage();
  }, [hasPreviousPage, isFetching, fetchPreviousPage]);
  const { isPlaceholderData: isPast } = found;
  const { lines, skipped } = useLines(found, folded);
  // Among the rows of the list before one stands nowhere.
  const index = isPast ? -1 : lines.findIndex(({ record }) => record && record.number === at);
  const standing = index < 0 ? undefined : at;
  const count = lines.length;
  const query = useRouter().options.stringifySearch(search);
  const begun = usePlace(place, { name, isPast, at, count, skipped, index });
  const shown = useRows(place, { count, skipped, begun, onStart: earlier, onEnd: more });
  const inSight = narrow ? lines.slice(0, MOST_PRESENT) : lines.slice(shown.from, shown.to);
  const present = usePresenceAt(isPast ? [] : inSight.flatMap(({ record }) => record?.id ?? []).sort());
  useEffect(() => {
    // Whoever looks through a list opens one of it: its page is here by then.
    const soon = setTimeout(() => import("../record/RecordPage").catch(() => undefined), SOON);
    return () => clearTimeout(soon);
  }, []);
  const isLate = useLasting(isPast);
  const close = () => setPreviewed(false);
  useListKeys({
    process,
    records: isPast ? [] : records,
    search,
    at: standing,
    stand,
    onPreview: () => setPreviewed((before) => !before),
    onEscape: previewed ? close : undefined,
  });
  const acting = useActing(process, at);
  const { give } = acting;
  const choose = standing && !narrow ? () => selection.toggle(standing) : undefined;
  useOffers([
    furtherOf("list", standing ? () => acting.begin(standing) : undefined),
    give && { ...GIVE, run: standing ? () => give(standing) : undefined },
    chooseOf(choose),
  ]);
  return (
    <div className="list-body">
      <div className={classOf(isLate, selection.chosen.size > 0 && count > FEW)} ref={place} aria-busy={isPast}>
        <RecordTable
          definitions={definitions}
          process={process}
          records={records}
          lines={lines}
          folded={folded}
          present={present}
          columns={columns}
          query={query}
          sort={sort}
          at={standing}
          skipped={narrow ? 0 : skipped}
          shown={narrow ? { from: 0, to: count } : shown}
          isPast={isPast}
          selection={selection}
          onSort={onSort}
          onStand={stand}
          onFold={onFold}
        />
        {narrow && hasNextPage ? (
          <Button className="more" loading={found.isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t("list.more")}
          </Button>
        ) : null}
      </div>
      {previewed && standing && !narrow ? (
        <Preview key={standing} process={process} number={standing} search={search} onClose={close} />
      ) : null}
      {acting.shown}
    </div>
  );
}

/** Of how many rows a phone, which draws all of them, asks who is there. */
const MOST_PRESENT = 100;

/** The lines of a list, in groups or not. */
function useLines(found: ReturnType<typeof useRecords>, folded: string[]): Lines {
  const { data, groups, skipped, hasNextPage: hasMore } = found;
  return useMemo(() => {
    const records = data?.pages.flatMap((page) => page.items) ?? [];
    const runs = data?.pages.flatMap((page) => page.runs ?? []) ?? [];
    if (!groups) return { lines: records.map((record) => ({ record })), skipped };
    return linesOf({ records, runs, groups, folded, skipped, hasMore });
  }, [data, groups, skipped, hasMore, folded]);
}

/** As many rows leave room below them. */
const FEW = 12;

/** Where a bar floats over its end, the last of many rows can be scrolled out from under it. */
const classOf = (isLate: boolean, isUnderBar: boolean) =>
  ["scroll", isLate ? "late" : "", isUnderBar ? "under-bar" : ""].filter(Boolean).join(" ");

/** Choosing the record that the list stands on, among others. */
const chooseOf = (run: Offer["run"]): Offer => ({
  id: "choose",
  kind: run ? "act" : "key",
  about: "list",
  label: inBoth("bulk.key_choose"),
  key: "x",
  run,
});
