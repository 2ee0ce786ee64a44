// The records of a list in sight, with the one looked at beside them; more come as one scrolls.
import { useRouter } from "@tanstack/react-router";
import { Button } from "antd";
import { useCallback, useEffect, useRef, useState } from "react";
import { useDefinitions } from "../api/definitions";
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
  onSort: (column: string) => void;
}

/** The key that gives the record stood on to somebody. */
const GIVE: Offer = { id: "give", kind: "key", about: "list", label: inBoth("palette.give"), key: "a" };

export function RecordList(props: RecordListProps) {
  const { process, found, columns, name, search, sort, selection, onSort } = props;
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
  const { skipped, isPlaceholderData: isPast } = found;
  // Among the rows of the list before one stands nowhere.
  const index = isPast ? -1 : records.findIndex((record) => record.number === at);
  const standing = index < 0 ? undefined : at;
  const count = records.length;
  const query = useRouter().options.stringifySearch(search);
  const begun = usePlace(place, { name, isPast, at, count, skipped, index });
  const shown = useRows(place, { count, skipped, begun, onStart: earlier, onEnd: more });
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
          columns={columns}
          query={query}
          sort={sort}
          at={standing}
          skipped={narrow ? 0 : skipped}
          shown={narrow ? { from: 0, to: records.length } : shown}
          isPast={isPast}
          selection={selection}
          onSort={onSort}
          onStand={stand}
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
