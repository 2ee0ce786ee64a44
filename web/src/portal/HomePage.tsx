// What a customer meets: what is in hand of one's own reports, and of those of others.
import { useDefinitions } from "../api/definitions";
import { useRecordsAcross } from "../api/records";
import type { ListedRecord } from "../api/wire";
import { RecordState } from "../look/State";
import { Shape, Trouble } from "../look/Wait";
import { When } from "../look/When";
import { useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { ofOthersOpen, ownOpen } from "./reports";

export function HomePage() {
  const t = useText();
  const { processes } = useDefinitions();
  const own = useRecordsAcross(ownOpen(processes));
  const others = useRecordsAcross(ofOthersOpen(processes));
  const hasOthers = Boolean(others.data?.items.length);
  return (
    <div className="page work-page">
      <header className="page-head">
        <h1>{t("work.my_reports")}</h1>
      </header>
      <section aria-label={t("portal.in_hand")}>
        <h2>{t("portal.in_hand")}</h2>
        {own.isPending ? <Shape rows={3} /> : null}
        {own.error ? <Trouble error={own.error} /> : null}
        {own.data?.items.length === 0 ? (
          <p className="quiet">{t(hasOthers ? "portal.none_of_own" : "portal.none")}</p>
        ) : null}
        <Reports records={own.data?.items ?? []} />
      </section>
      {hasOthers ? (
        <section aria-label={t("portal.others")}>
          <h2>{t("portal.others")}</h2>
          <Reports records={others.data?.items ?? []} />
        </section>
      ) : null}
    </div>
  );
}

function Reports({ records }: { records: ListedRecord[] }) {
  const { processes } = useDefinitions();
  return (
    <ul className="work-list">
      {records.map((record) => (
        <li key={record.id}>
          <span className="number">{record.number}</span>
          <span className="title">
            <RecordLink to={record} />
          </span>
          <RecordState process={processes.find((one) => one.id === record.process)} record={record} />
          <span className="when">
            <When record={record} />
          </span>
        </li>
      ))}
    </ul>
  );
}
