// The list of a process: ready-made views, filter, table, more, export. The URL holds all of it.

import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Button, Segmented } from "antd";
import { useDeferredValue } from "react";
import { useMe } from "../api/account";
import { useDefinitions, useProcess } from "../api/definitions";
import { beginList, useRecords, useTotal } from "../api/records";
import type { Process } from "../api/wire";
import { Missing } from "../frame/Missing";
import { PageHelp } from "../help/PageHelp";
import { Nothing, Shape, Trouble } from "../look/Wait";
import type { ListSearch } from "../router";
import { useLabel, useText } from "../text/language";
import { ColumnPicker } from "./ColumnPicker";
import { sortedColumn, useColumnLabel, usualWidth } from "./column";
import { useColumns } from "./columns";
import { FilterBar } from "./FilterBar";
import { ListActions } from "./ListActions";
import { forgetPlace, listName } from "./place";
import { RecordList } from "./RecordList";
import { chosenView, queryOf, type ViewId, viewsOf } from "./view";

export function ListPage() {
  const { process } = useParams({ from: "/inside/records/$process" });
  const definition = useProcess(process);
  return definition ? <List key={process} process={definition} /> : <Missing />;
}

function List({ process }: { process: Process }) {
  const t = useText();
  const label = useLabel();
  const columnLabel = useColumnLabel(process);
  const navigate = useNavigate();
  const definitions = useDefinitions();
  const columns = useColumns(process, (column) => usualWidth(definitions, process, column));
  const search = useSearch({ from: "/inside/records/$process" });
  const me = useMe().data;
  const views = viewsOf(process, me);
  const view = chosenView(search, views);
  const query = queryOf(process, search, views);
  const found = useRecords(process.id, query);
  const records = found.data?.pages.flatMap((page) => page.items) ?? [];
  // The rows come first, then how many there are.
  const asked = JSON.stringify([query.folder, query.filter]);
  const listed = useDeferredValue(found.isSuccess && !found.isPlaceholderData ? asked : undefined);
  const total = useTotal(process.id, query, listed === asked);
  const queries = useQueryClient();
  const go = (changes: ListSearch) => {
    const next = { ...search, ...changes };
    forgetPlace(listName(process.id, next));
    void beginList(queries, process.id, queryOf(process, next, views));
    return navigate({ to: "/records/$process", params: { process: process.id }, search: next });
  };
  const words: { [view in ViewId]: string } = {
    open: t("list.view_open"),
    mine: t("list.view_mine"),
    group: t("list.view_group"),
    unassigned: t("list.view_unassigned"),
    all: t("list.view_all"),
  };
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
            value={view}
            options={views.map((id) => ({ value: id, label: words[id] }))}
            onChange={(chosen) => go({ view: chosen })}
          />
        ) : null}
        <ColumnPicker process={process} columns={columns} />
        <ListActions process={process} view={query} />
      </header>
      <FilterBar
        process={process}
        filter={search.filter ?? ""}
        onChange={(filter) => go({ filter: filter || undefined })}
      />
      {search.sort && !query.sort ? (
        <p className="quiet" role="status">
          {t("list.no_sort", { column: columnLabel(sortedColumn(search.sort) ?? "") })}
        </p>
      ) : null}
      {found.isPending ? <Shape rows={12} /> : null}
      {found.data ? null : trouble}
      {found.data && records.length === 0 ? (
        <Nothing text={search.filter ? t("list.none_match") : none[view]}>
          {search.filter ? <Button onClick={() => go({ filter: undefined })}>{t("list.clear")}</Button> : null}
        </Nothing>
      ) : null}
      {records.length > 0 ? (
        <RecordList
          process={process}
          found={found}
          columns={columns}
          search={search}
          onSort={(chosen) => go({ sort: chosen })}
        />
      ) : null}
      {found.data ? trouble : null}
    </div>
  );
}
