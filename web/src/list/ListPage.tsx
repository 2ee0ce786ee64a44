// The list of a process: ready-made views, filter, table, more, export. The URL holds all of it.

import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Button, Segmented } from "antd";
import { useDeferredValue, useState } from "react";
import { useDefinitions, useProcess } from "../api/definitions";
import { useSeen } from "../api/notice";
import { beginList, listName, useRecords, useTotal } from "../api/records";
import { keeperOf } from "../api/views";
import type { Process } from "../api/wire";
import { BulkFloor } from "../bulk/BulkFloor";
import { useSelection } from "../bulk/selection";
import { Missing } from "../frame/Missing";
import { PageHelp } from "../help/PageHelp";
import { Nothing, Shape, Trouble } from "../look/Wait";
import { type Offer, useOffers } from "../palette/offer";
import type { ListSearch } from "../router";
import { inBoth, useLabel, useText } from "../text/language";
import { ViewMenu } from "../view/ViewMenu";
import { ColumnPicker } from "./ColumnPicker";
import { nextSort, sortedColumn, useColumnLabel, usualWidth } from "./column";
import { useColumns } from "./columns";
import { FilterBar } from "./FilterBar";
import { GroupPicker } from "./GroupPicker";
import { useFolded } from "./group";
import { leftOn } from "./keys";
import { ListActions } from "./ListActions";
import { beginAtTop } from "./place";
import { RecordList } from "./RecordList";
import { useListView } from "./useListView";
import { addressed, filterOf, groupAddressed, sortOf, type ViewId, withFolded } from "./view";

/** An address that leaves a saved view as it is. */
const UNTOUCHED: ListSearch = { filter: undefined, sort: undefined, group: undefined };

export function ListPage() {
  const { process } = useParams({ from: "/inside/records/$process" });
  const definition = useProcess(process);
  return definition ? <List key={process} process={definition} /> : <Missing />;
}

/** What each view is called. */
const VIEW: { [view in ViewId]: string } = {
  open: "list.view_open",
  mine: "list.view_mine",
  group: "list.view_group",
  unassigned: "list.view_unassigned",
  all: "list.view_all",
};

function List({ process }: { process: Process }) {
  const t = useText();
  const label = useLabel();
  const columnLabel = useColumnLabel(process);
  const navigate = useNavigate();
  const definitions = useDefinitions();
  const search = useSearch({ from: "/inside/records/$process" });
  const { views, chosen, query, isPending, isMissing, failure, again, queryFor } = useListView(process, search);
  const { saved } = chosen;
  // Whoever has the view before them has read what came into it.
  useSeen(keeperOf(definitions)?.id ?? "", saved?.number ?? "");
  const columns = useColumns(process, (column) => usualWidth(definitions, process, column), saved);
  // What was shown here and is no more was retired, or taken from its reader.
  const [known, setKnown] = useState(saved?.number);
  if (saved && saved.number !== known) setKnown(saved.number);
  const [filter, sort, group] = [filterOf(search, chosen), sortOf(search, chosen), query.group];
  const name = listName(process.id, query);
  const folds = useFolded(process.id, group);
  const found = useRecords(process.id, withFolded(query, folds[0]), !isPending && !failure);
  const records = found.data?.pages.flatMap((page) => page.items) ?? [];
  // While it isn't known which list it is, what is chosen of the one it may be stays.
  const selection = useSelection(isPending || failure ? undefined : name, found.isPlaceholderData ? [] : records);
  // The rows come first, then how many there are.
  const asked = JSON.stringify([query.folder, query.filter]);
  const listed = useDeferredValue(found.isSuccess && !found.isPlaceholderData ? asked : undefined);
  const total = useTotal(process.id, query, listed === asked);
  const queries = useQueryClient();
  const go = (changes: ListSearch) => {
    const next = { ...search, ...changes };
    const asked = queryFor(next);
    const wanted = asked.group === group ? withFolded(asked, folds[0]) : asked;
    // What asks for the same list leaves it as it stands.
    if (listName(process.id, wanted) !== name) {
      beginAtTop(listName(process.id, wanted), leftOn(process.id));
      void beginList(queries, process.id, wanted);
    }
    return navigate({ to: "/records/$process", params: { process: process.id }, search: next });
  };
  const isChanged =
    saved !== undefined &&
    (search.filter !== undefined || sort !== saved.sort || group !== saved.group || columns.isChanged);
  const kept = (view: string) => {
    if (view === saved?.number) columns.settle();
    void go({ ...UNTOUCHED, view });
  };
  const choose = (view: string) => go({ view, ...(saved ? UNTOUCHED : {}) });
  const other = (id: ViewId): Offer => ({
    id: `view:${id}`,
    kind: "view",
    about: "list",
    label: inBoth("palette.view", { view: inBoth(VIEW[id]) }),
    run: () => void choose(id),
  });
  useOffers(views.filter((id) => id !== chosen.id).map(other));
  // Where every group is folded, their headings are there all the same.
  const isEmpty = records.length === 0 && !found.groups?.length;
  const purpose = label(process.purpose);
  const none: { [view in ViewId]: string } = {
    open: purpose,
    mine: t("work.none_mine"),
    group: t("work.none_group"),
    unassigned: t("work.none_unassigned"),
    all: purpose,
  };
  const trouble = found.isError ? <Trouble error={found.error} retry={() => void found.refetch()} /> : null;
  return (
    <div className="page list-page">
      <header className="page-head">
        <h1>{label(process.label)}</h1>
        <PageHelp id="list" purpose={process.purpose} />
        {total.data === undefined ? null : (
          <span className={total.isPlaceholderData ? "figure unseen" : "quiet figure"}>
            {t("list.total", { n: total.data })}
          </span>
        )}
        {views.length > 1 ? (
          <Segmented
            size="small"
            value={chosen.id ?? ""}
            options={views.map((id) => ({ value: id, label: t(VIEW[id]) }))}
            onChange={choose}
          />
        ) : null}
        <ViewMenu
          process={process}
          saved={saved}
          list={{ filter: query.filter, folder: query.folder, sort: query.sort, columns: columns.chosen, group }}
          isChanged={isChanged}
          onChoose={(view) => go({ ...UNTOUCHED, view })}
          onKept={kept}
        />
        <GroupPicker process={process} group={group} onGroup={(next) => go({ group: groupAddressed(next, chosen) })} />
        <ColumnPicker process={process} columns={columns} />
        <ListActions process={process} view={query} />
      </header>
      <FilterBar process={process} filter={filter} onChange={(changed) => go({ filter: addressed(changed, chosen) })} />
      {failure ? <Trouble error={failure} retry={again} /> : null}
      {isMissing ? (
        <p className="notice" role="status">
          {t(search.view === known ? "view.gone" : "view.missing", { view: t(VIEW[chosen.id ?? "all"]) })}
        </p>
      ) : null}
      {sort && !query.sort ? (
        <p className="quiet" role="status">
          {t("list.no_sort", { column: columnLabel(sortedColumn(sort) ?? "") })}
        </p>
      ) : null}
      {found.isPending && !failure ? <Shape rows={12} /> : null}
      {found.data ? null : trouble}
      {found.data && isEmpty ? (
        <Nothing text={filter ? t("list.none_match") : none[chosen.id ?? "all"]}>
          {filter ? <Button onClick={() => go({ filter: addressed("", chosen) })}>{t("list.clear")}</Button> : null}
        </Nothing>
      ) : null}
      {found.data && !isEmpty ? (
        <RecordList
          process={process}
          found={found}
          columns={columns}
          name={name}
          search={search}
          sort={sort}
          selection={selection}
          folds={folds}
          onSort={(column) => go({ sort: nextSort(process, sort, column, saved?.sort) })}
        />
      ) : null}
      {found.data ? trouble : null}
      <BulkFloor process={process} selection={selection} records={records} view={query} total={total.data} />
    </div>
  );
}
