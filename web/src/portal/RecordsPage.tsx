// All records of one kind that a customer sees, newest first, found by their words.
import { useParams } from "@tanstack/react-router";
import { Button } from "antd";
import { useProcess } from "../api/definitions";
import { useRecords } from "../api/records";
import { Shape, Trouble } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { Nowhere } from "./Nowhere";
import { ReportRows } from "./ReportRow";

export function RecordsPage() {
  const t = useText();
  const label = useLabel();
  const { process: id } = useParams({ from: "/inside/records/$process" });
  const process = useProcess(id);
  const found = useRecords(id, { sort: "-updated_at" });
  const records = found.data?.pages.flatMap((page) => page.items) ?? [];
  if (!process) return <Nowhere />;
  return (
    <div className="column">
      <h1>{label(process.label)}</h1>
      {found.isPending ? <Shape /> : null}
      {found.isError && !found.data ? <Trouble error={found.error} retry={() => void found.refetch()} /> : null}
      {found.isSuccess && records.length === 0 ? <p className="quiet">{t("portal.nothing_here")}</p> : null}
      <ReportRows records={records} />
      {found.hasNextPage ? (
        <Button block loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("list.more")}
        </Button>
      ) : null}
    </div>
  );
}
