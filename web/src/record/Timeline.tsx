// Everything that happened, newest at the bottom: talk, changes, approvals and clocks in one line of time.
import { Button, Segmented } from "antd";
import { Fragment, useState } from "react";
import { fieldOf } from "../api/definitions";
import { type RecordAddress, useHistory } from "../api/record";
import type { Entry, Process } from "../api/wire";
import { Shape, Trouble } from "../look/Wait";
import { useText } from "../text/language";
import { day } from "../text/time";
import { TimelineEntry } from "./TimelineEntry";
import { Versions } from "./Versions";

const KINDS = ["all", "talk", "changes", "approvals", "clocks"] as const;
type Kind = (typeof KINDS)[number];

/** A field that is no longer defined goes by its id. */
const NO_LABEL = { zh: "", en: "" };

/** Whether an entry belongs to what is chosen; by what it carries, not by who made it. */
function belongs(entry: Entry, kind: Kind): boolean {
  switch (kind) {
    case "all":
      return true;
    case "talk":
      return Boolean(entry.comment);
    case "changes":
      return Boolean(entry.changes?.length || entry.to);
    case "approvals":
      return Boolean(entry.approval || entry.vote);
    case "clocks":
      return Boolean(entry.clocks?.length);
  }
}

export function Timeline({ at, process }: { at: RecordAddress; process: Process }) {
  const t = useText();
  const [kind, setKind] = useState<Kind>("all");
  const [compared, setCompared] = useState<{ entry: number; field: string }>();
  const history = useHistory(at);
  const entries = (history.data?.pages.flatMap((page) => page.items) ?? []).sort((a, b) => a.n - b.n);
  const shown = entries.filter((entry) => belongs(entry, kind));
  const words: { [kind in Kind]: string } = {
    all: t("record.all"),
    talk: t("record.talk"),
    changes: t("record.changes"),
    approvals: t("record.approvals"),
    clocks: t("record.clocks"),
  };
  return (
    <section className="timeline" aria-label={t("record.timeline")}>
      <Segmented
        size="small"
        value={kind}
        options={KINDS.map((one) => ({ value: one, label: words[one] }))}
        onChange={setKind}
      />
      {history.isPending ? <Shape /> : null}
      {history.isError ? <Trouble error={history.error} retry={() => void history.refetch()} /> : null}
      {history.hasNextPage ? (
        <Button size="small" loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          {t("list.more")}
        </Button>
      ) : null}
      <ol>
        {shown.map((entry, index) => (
          <Fragment key={entry.n}>
            {index === 0 || day(entry.at) !== day(shown[index - 1]?.at ?? "") ? (
              <li className="day">{day(entry.at)}</li>
            ) : null}
            <TimelineEntry
              entry={entry}
              process={process}
              onCompare={(field) => setCompared({ entry: entry.n, field })}
            />
          </Fragment>
        ))}
      </ol>
      {history.data && shown.length === 0 ? <p className="quiet">{t("record.nothing_of_kind")}</p> : null}
      {compared ? (
        <Versions
          at={at}
          process={process}
          field={fieldOf(process, compared.field) ?? { id: compared.field, label: NO_LABEL }}
          entry={compared.entry}
          onClose={() => setCompared(undefined)}
        />
      ) : null}
    </section>
  );
}
