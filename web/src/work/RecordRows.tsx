// Records of several processes, a dense row each, with how much of the promise is used; more of them on demand.
import { Button } from "antd";
import { useDefinitions } from "../api/definitions";
import type { usePages } from "../api/folder";
import type { ListedRecord } from "../api/wire";
import { useTitleOf } from "../field/named";
import { RecordState } from "../look/State";
import { Nothing, Shape, Trouble } from "../look/Wait";
import { When } from "../look/When";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { DueBar } from "./DueBar";

interface RecordRowsProps {
  found: ReturnType<typeof usePages>;
  title: string;
  empty: string;
  by?: "promise" | "change";
}

export function RecordRows({ found, title, empty, by = "promise" }: RecordRowsProps) {
  const t = useText();
  const records = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-label={title} className="own-list">
      {found.isPending ? <Shape rows={6} /> : null}
      {found.error ? <Trouble error={found.error} retry={() => void found.refetch()} /> : null}
      {found.data && records.length === 0 ? <Nothing text={empty} /> : null}
      <ul className="work-list">
        {records.map((record) => (
          <RecordRow key={record.id} record={record} by={by} />
        ))}
      </ul>
      {found.hasNextPage ? (
        <Button type="text" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("folder.more")}
        </Button>
      ) : null}
    </section>
  );
}

export function RecordRow({ record, by }: { record: ListedRecord; by: "promise" | "change" }) {
  const t = useText();
  const label = useLabel();
  const titleOf = useTitleOf();
  const process = useDefinitions().processes.find((one) => one.id === record.process);
  const priority = process?.fields.find((field) => field.id === "priority");
  const value = record.fields.priority;
  return (
    <li className={record.unread ? "unread" : undefined}>
      <span className="number">{record.number}</span>
      <span className="kind quiet">{label(process?.label)}</span>
      <span className="title">
        {record.unread ? <span className="sr">{t("folder.unread")} </span> : null}
        <RecordLink to={{ ...record, title: titleOf(record) }} />
      </span>
      <span className="quiet priority">{label(priority?.options.find((option) => option.id === value)?.label)}</span>
      <RecordState process={process} record={record} />
      <span className="when">
        <When record={record} by={by} />
        {by === "promise" ? <DueBar record={record} /> : null}
      </span>
    </li>
  );
}
