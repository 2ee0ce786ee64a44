// Two versions of a text chosen from its history, and what differs between them.
import { Select } from "antd";
import { useEffect, useId, useState } from "react";
import { type RecordAddress, useHistory } from "../api/record";
import type { Field, Process } from "../api/wire";
import { Dialog } from "../look/Dialog";
import { Shape, Trouble } from "../look/Wait";
import { Difference } from "../text/Difference";
import { useLabel, useText } from "../text/language";
import { moment } from "../text/time";
import { useDeed } from "../timeline/deed";
import { type Version, versionsOf } from "./version";

interface VersionsProps {
  at: RecordAddress;
  process: Process;
  field: Pick<Field, "id" | "label">;
  /** The entry whose version is compared with the one before; else the newest. */
  entry?: number;
  onClose: () => void;
}

export function Versions({ at, process, field, entry, onClose }: VersionsProps) {
  const t = useText();
  const label = useLabel();
  const history = useHistory(at);
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage } = history;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isError, fetchNextPage]);
  const entries = (history.data?.pages.flatMap((page) => page.items) ?? []).sort((a, b) => a.n - b.n);
  return (
    <Dialog
      open
      width={860}
      footer={null}
      title={t("record.versions_of", { field: label(field.label, field.id) })}
      onCancel={onClose}
      className="versions"
    >
      {history.isError ? <Trouble error={history.error} retry={() => void history.refetch()} /> : null}
      {history.isPending || hasNextPage ? (
        <Shape />
      ) : (
        <Compare versions={versionsOf(entries, process, field.id)} process={process} entry={entry} />
      )}
    </Dialog>
  );
}

function Compare({ versions, process, entry }: { versions: Version[]; process: Process; entry?: number }) {
  const t = useText();
  const id = useId();
  const name = useVersionName(process);
  const [first] = useState(() => {
    const found = versions.findIndex((version) => version.entry.n === entry);
    return found > 0 ? found : versions.length - 1;
  });
  const [chosen, setChosen] = useState({ older: Math.max(0, first - 1), newer: first });
  const [older, newer] = [versions[chosen.older], versions[chosen.newer]];
  const options = versions
    .map((version, index) => ({ value: index, label: name(version, index + 1), disabled: version.text === undefined }))
    .reverse();
  return (
    <>
      <div className="versions-choice">
        {(["older", "newer"] as const).map((side) => (
          <div key={side}>
            <label htmlFor={`${id}-${side}`}>{t(side === "older" ? "record.older" : "record.newer")}</label>
            <Select
              id={`${id}-${side}`}
              value={chosen[side]}
              options={options}
              onChange={(index) => setChosen({ ...chosen, [side]: index })}
            />
          </div>
        ))}
      </div>
      {older?.text === undefined || newer?.text === undefined ? (
        <p className="quiet">{t("record.erased")}</p>
      ) : (
        <Difference before={older.text} after={newer.text} />
      )}
    </>
  );
}

/** What the nth version is called: its own numbers if it has any, who made it by which deed, when. */
function useVersionName(process: Process): (version: Version, n: number) => string {
  const t = useText();
  const label = useLabel();
  const deed = useDeed(process);
  return ({ entry, text, numbers }, n) =>
    [
      ...(numbers.length > 0
        ? numbers.map(({ field, value }) => `${label(field.label)} ${value}`)
        : [t("record.version", { n })]),
      moment(entry.at),
      `${entry.actor?.title ?? t("record.system")} ${deed(entry)}`,
      text === undefined ? t("record.erased") : "",
    ]
      .filter(Boolean)
      .join(" · ");
}
