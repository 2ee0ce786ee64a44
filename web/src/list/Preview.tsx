// A record beside the list, to look at without leaving it: its head, its clocks, what was said last.
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useHistory, useRecord } from "../api/record";
import type { Process } from "../api/wire";
import { CloseIcon, LockIcon } from "../look/icon";
import { RecordState } from "../look/State";
import { Shape, Trouble } from "../look/Wait";
import { Clocks } from "../record/Clocks";
import type { ListSearch } from "../router";
import { LinkedText } from "../text/LinkedText";
import { useText } from "../text/language";
import { near } from "../text/time";
import { useDeed } from "../timeline/deed";

interface PreviewProps {
  process: Process;
  number: string;
  search: ListSearch;
  onClose: () => void;
}

const LAST = 6;

export function Preview({ process, number, search, onClose }: PreviewProps) {
  const t = useText();
  const at = { process: process.id, number };
  const record = useRecord(at);
  return (
    <aside className="preview" aria-label={t("column.preview_of", { number })}>
      <Button type="text" size="small" className="close" icon={<CloseIcon />} onClick={onClose}>
        <span className="unseen">{t("column.close_preview")}</span>
      </Button>
      {record.isPending ? <Shape rows={6} /> : null}
      {record.isError ? <Trouble error={record.error} retry={() => void record.refetch()} /> : null}
      {record.data ? (
        <>
          <div className="record-line">
            <span className="number">{number}</span>
            <RecordState process={process} record={record.data} />
          </div>
          <h2>
            <Link to="/records/$process/$number" params={at} search={search}>
              {record.data.title}
            </Link>
          </h2>
          <Clocks at={at} process={process} record={record.data} />
          <Last at={at} process={process} />
        </>
      ) : null}
    </aside>
  );
}

/** What happened last, newest first: one looks for how it stands. */
function Last({ at, process }: { at: { process: string; number: string }; process: Process }) {
  const t = useText();
  const deed = useDeed(process);
  const history = useHistory(at);
  const entries = (history.data?.pages.flatMap((page) => page.items) ?? []).sort((a, b) => b.n - a.n).slice(0, LAST);
  return (
    <section aria-label={t("column.last")}>
      <h3>{t("column.last")}</h3>
      {history.isPending ? <Shape rows={3} /> : null}
      <ol className="plain">
        {entries.map((entry) => (
          <li key={entry.n} className={entry.comment?.audience}>
            <span className="quiet">
              {entry.comment?.audience === "internal" ? <LockIcon /> : null} {entry.actor?.title ?? t("record.system")}{" "}
              {deed(entry)} · {near(entry.at)}
            </span>
            {entry.comment?.body ? <LinkedText text={entry.comment.body} mentioned={entry.comment.mentioned} /> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
