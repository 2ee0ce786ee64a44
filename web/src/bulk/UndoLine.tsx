// The line that says what was done with several records last, and gives them back what they had.
import { Button } from "antd";
import { useState } from "react";
import { fieldOf } from "../api/definitions";
import type { Process } from "../api/wire";
import { Fault } from "../look/Fault";
import { CloseIcon } from "../look/icon";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { hour } from "../text/time";
import { RunUnderway } from "./RunUnderway";
import { useRefused } from "./useRefused";
import type { Undo } from "./useUndo";

export function UndoLine({ process, undo }: { process: Process; undo: Undo }) {
  const t = useText();
  const label = useLabel();
  const [isOpen, setOpen] = useState(false);
  const { edited, refused, restored, left, isBegun, run } = undo;
  if (!edited) return null;
  if (run.isRunning) {
    return (
      <div className="bulk-bar">
        <RunUnderway run={run} word="bulk.undoing" />
      </div>
    );
  }
  const at = new Date(edited.at).toISOString();
  const fields = edited.fields.map((id) => label(fieldOf(process, id)?.label, id)).join(t("bulk.comma"));
  return (
    <div className="bulk-bar bulk-undo">
      {isOpen ? <NotUndone process={process} refused={refused} /> : null}
      <Fault error={undo.error} />
      <span className="figure" role="status">
        {isBegun ? t("bulk.undone", { n: restored }) : t("bulk.edited", { n: edited.former.length, fields })}
        {!isBegun && edited.lost ? t("bulk.semicolon") + t("bulk.lost", { n: edited.lost.records.length }) : null}
        {edited.rest > 0 ? t("bulk.semicolon") + t("bulk.not_done", { n: edited.rest }) : null}
        {refused.length > 0 ? t("bulk.semicolon") + t("bulk.not_undone", { m: refused.length }) : null}
      </span>
      <time className="quiet figure" dateTime={at}>
        {hour(at)}
      </time>
      {refused.length > 0 ? (
        <Button size="small" type="text" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t(isOpen ? "bulk.hide" : "bulk.show")}
        </Button>
      ) : null}
      {left > 0 ? (
        <Button size="small" type="link" loading={undo.isAsking} onClick={undo.start}>
          {isBegun ? t("bulk.undo_rest", { n: left }) : t("bulk.undo")}
        </Button>
      ) : null}
      <Button size="small" type="text" icon={<CloseIcon />} onClick={undo.close}>
        <span className="unseen">{t("bulk.close")}</span>
      </Button>
      {isBegun ? <p className="quiet">{t("bulk.following")}</p> : null}
    </div>
  );
}

function NotUndone({ process, refused }: { process: Process; refused: Undo["refused"] }) {
  const why = useRefused(process);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys, too
    <ul className="plain" tabIndex={0}>
      {refused.map(({ number, problem }) => (
        <li key={number}>
          <RecordLink to={{ id: number, process: process.id, number, title: number }} /> {why(problem)}
        </li>
      ))}
    </ul>
  );
}
