// A record at work: the list it came from, the record with its timeline, and its context.

import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { App } from "antd";
import { useDeferredValue, useState } from "react";
import { Refusal } from "../api/client";
import { useProcess } from "../api/definitions";
import { useSeen } from "../api/notice";
import { usePresence } from "../api/presence";
import { type RecordAddress, useOutOfSight, useRecord } from "../api/record";
import type { Audience, Process, YuhengRecord } from "../api/wire";
import { ContentContext, useContentParts } from "../content/context";
import { Missing } from "../frame/Missing";
import { useNarrow } from "../look/Look";
import { Shape, Trouble } from "../look/Wait";
import { useOffers, useOpenPalette } from "../palette/offer";
import { ContextSplitter, Panes } from "../pane/Panes";
import { useText } from "../text/language";
import { Timeline } from "../timeline/Timeline";
import { ActionBar } from "./ActionBar";
import { Checklist } from "./Checklist";
import { Clocks } from "./Clocks";
import { Composers } from "./Composers";
import { Context } from "./Context";
import { FieldSheet } from "./FieldSheet";
import { Neighbours } from "./Neighbours";
import { furtherOf } from "./offers";
import { Present } from "./Present";
import { RecordHead } from "./RecordHead";
import { Referring } from "./Referring";
import { VotesAsked } from "./Vote";

export function RecordPage() {
  const t = useText();
  const at = useParams({ from: "/inside/records/$process/$number" });
  const process = useProcess(at.process);
  const record = useRecord(at);
  useSeen(at.process, at.number);
  const { message } = App.useApp();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/records/$process/$number" });
  useOutOfSight(at, () => {
    message.info({ content: t("record.out_of_sight", { number: at.number }), duration: 10 });
    return navigate({ to: "/records/$process", params: { process: at.process }, search });
  });
  const gone = record.error instanceof Refusal && record.error.status === 404;
  if (!process || (gone && !record.data)) return <Missing />;
  return (
    <Panes list={<Neighbours process={process} current={at.number} />}>
      {record.isPending ? <Shape rows={10} /> : null}
      {record.isError && !record.data ? <Trouble error={record.error} retry={() => void record.refetch()} /> : null}
      {record.data ? (
        <ContentContext value={process.content}>
          <Work key={at.number} at={at} process={process} record={record.data} gone={gone} />
        </ContentContext>
      ) : null}
    </Panes>
  );
}

interface WorkProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
  /** Others took it out of sight: what is shown is what it was, so that nothing half written is lost. */
  gone: boolean;
}

function Work({ at, process, record, gone }: WorkProps) {
  const t = useText();
  const narrow = useNarrow();
  const { Panel } = useContentParts();
  // The record first; what stands beside it is asked for and drawn once the record is.
  const isDrawn = useDeferredValue(true, false);
  const [writing, setWriting] = useState<Audience>();
  const others = usePresence(at, writing !== undefined, !gone);
  const hear = (audience: Audience, isWriting: boolean) =>
    setWriting((before) => (isWriting ? audience : before === audience ? undefined : before));
  const openPalette = useOpenPalette();
  useOffers([furtherOf({ record: at.number }, () => openPalette({ record: at.number }))]);
  return (
    <>
      <article className="pane-record" aria-label={`${record.number} ${record.title}`}>
        {gone ? (
          <p className="notice gone" role="alert">
            {t("record.gone")}{" "}
            <Link to="/records/$process" params={{ process: at.process }}>
              {t("record.back")}
            </Link>
          </p>
        ) : null}
        <RecordHead at={at} process={process} record={record}>
          <ActionBar at={at} process={process} record={record} />
          <Present others={others} />
        </RecordHead>
        {narrow ? <VotesAsked at={at} process={process} record={record} /> : null}
        {narrow ? <Clocks at={at} process={process} record={record} /> : null}
        <FieldSheet at={at} process={process} record={record} part="long" />
        {process.counted.map((counted) => (
          <Checklist key={counted.from} at={at} process={process} record={record} counted={counted} />
        ))}
        {Panel ? <Panel at={at} record={record} /> : null}
        {process.lifetime === "standing" ? <Referring at={at} /> : null}
        <Timeline at={at} process={process} />
        <Composers at={at} process={process} record={record} others={others} onWriting={hear} />
      </article>
      <ContextSplitter />
      <aside className="pane-context" aria-label={t("record.context")}>
        {narrow ? null : <Clocks at={at} process={process} record={record} />}
        {isDrawn ? <Context at={at} process={process} record={record} votesElsewhere={narrow} /> : null}
      </aside>
    </>
  );
}
