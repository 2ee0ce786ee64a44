// What the dialog of a step says once its record has moved on beneath it.
import { stateOf } from "../api/definitions";
import type { Action, Process, YuhengRecord } from "../api/wire";
import { useLabel, useText } from "../text/language";

interface OvertakenProps {
  process: Process;
  record: YuhengRecord;
  action: Action;
  /** The step is offered no more. */
  isGone: boolean;
  /** It was sent, and nobody knows whether it arrived. */
  isUnsure: boolean;
}

export function Overtaken({ process, record, action, isGone, isUnsure }: OvertakenProps) {
  const t = useText();
  const label = useLabel();
  const state = label(stateOf(process, record.state)?.label, record.state);
  return (
    <p className="notice" role="status">
      {t(isUnsure ? "overtaken.unsure" : isGone ? "overtaken.gone" : "overtaken.moved", {
        state,
        action: label(action.label),
      })}
    </p>
  );
}
