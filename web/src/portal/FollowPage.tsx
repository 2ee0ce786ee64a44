// A record as a customer follows it: how it stands and what is promised, what it can do about it, the talk, and a place
// to answer. What has no end, such as a contract, is only read.
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { Refusal } from "../api/client";
import { useProcess } from "../api/definitions";
import { type RecordAddress, useOutOfSight, useRecord, useRelations } from "../api/record";
import type { Process, YuhengRecord } from "../api/wire";
import { ContentContext } from "../content/context";
import { Shape, Trouble } from "../look/Wait";
import { isOrigin, isSuccessor } from "../record/conversion";
import { useText } from "../text/language";
import { AnswerBox } from "./AnswerBox";
import { Conversions } from "./Continued";
import { Conversation } from "./Conversation";
import { Nowhere } from "./Nowhere";
import { Particulars } from "./Particulars";
import { Promises } from "./Promises";
import { Reporter } from "./Reporter";
import { Standing } from "./ReportRow";
import { Steps } from "./Steps";

export function FollowPage() {
  const at = useParams({ from: "/inside/records/$process/$number" });
  const process = useProcess(at.process);
  const record = useRecord(at);
  const navigate = useNavigate();
  useOutOfSight(at, () => navigate({ to: "/" }));
  const gone = record.error instanceof Refusal && record.error.status === 404;
  if (!process || (gone && !record.data)) return <Nowhere />;
  return (
    <>
      {record.isPending ? (
        <div className="column">
          <Shape rows={8} />
        </div>
      ) : null}
      {record.isError && !record.data ? <Trouble error={record.error} retry={() => void record.refetch()} /> : null}
      {record.data ? (
        <ContentContext value={process.content}>
          <Followed key={at.number} at={at} process={process} record={record.data} gone={gone} />
        </ContentContext>
      ) : null}
    </>
  );
}

interface FollowedProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
  /** It went out of sight while it was open: what is shown is what it was. */
  gone: boolean;
}

function Followed({ at, process, record, gone }: FollowedProps) {
  const t = useText();
  const isWork = process.lifetime === "work";
  const links = useRelations(at).data?.pages.flatMap((page) => page.items) ?? [];
  const successor = links.find(isSuccessor)?.record;
  return (
    <article className="column follow" aria-label={`${record.number} ${record.title}`}>
      <Link to="/" className="back">
        ‹ {t("portal.title")}
      </Link>
      <h1>{record.title}</h1>
      <p className="quiet follow-opened">
        <Reporter record={record} isTakenOver={links.some(isOrigin)} />
      </p>
      {gone ? (
        <p className="notice" role="alert">
          {t("record.gone")}
        </p>
      ) : null}
      {isWork ? (
        <section className={record.told?.turn ? "standing turn" : "standing"} aria-label={t("portal.standing")}>
          <p className="standing-words">{successor ? t("portal.continued") : <Standing record={record} />}</p>
          <Conversions links={links} />
          <Promises record={record} />
          <Steps at={at} process={process} record={record} goesOn={successor} />
        </section>
      ) : null}
      <Particulars at={at} process={process} record={record} isOpen={!isWork} />
      {isWork ? <Conversation at={at} process={process} record={record} links={links} /> : null}
      <AnswerBox at={at} record={record} goesOn={successor} />
    </article>
  );
}
