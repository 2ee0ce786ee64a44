// After sending: the number, by when there is an answer, and what happens next.
import { Link, useParams } from "@tanstack/react-router";
import { useProcess } from "../api/definitions";
import { useRecord } from "../api/record";
import { Shape, Trouble } from "../look/Wait";
import { useText } from "../text/language";
import { Promises } from "./Promises";
import { Standing } from "./ReportRow";

export function SentPage() {
  const t = useText();
  const at = useParams({ from: "/inside/sent/$process/$number" });
  const process = useProcess(at.process);
  const record = useRecord(at);
  return (
    <div className="column sent">
      <p className="sent-mark" aria-hidden="true">
        ✓
      </p>
      <h1>{t("portal.sent")}</h1>
      <p className="sent-number">
        {t("portal.sent_number")} <span className="number">{at.number}</span>
      </p>
      {record.isPending ? <Shape rows={3} /> : null}
      {record.isError && !record.data ? <Trouble error={record.error} retry={() => void record.refetch()} /> : null}
      {record.data && process ? (
        <div className="standing">
          <p className="standing-words">
            <Standing record={record.data} />
          </p>
          <Promises record={record.data} />
          <p className="quiet">{t("portal.sent_next")}</p>
        </div>
      ) : null}
      <Link to="/records/$process/$number" params={at} className="big-link first">
        {t("portal.see_it")}
      </Link>
      <Link to="/" className="big-link">
        {t("portal.to_home")}
      </Link>
    </div>
  );
}
