// What the dialog of a step says once its record has moved on beneath it.
import { stateOf } from "../api/definitions";
import type { Action, Process, YuhengRecord } from "../api/wire";
import { useLabel, useText } from "../text/language";

interface OvertakenProps {
  process: Process;
  record: YuhengRecord;
  action: Action;
  /** The same step is offered now from the new state: what was written came along. */
  ledOver: boolean;
}

export function Overtaken({ process, record, action, ledOver }: OvertakenProps) {
  const t = useText();
  const label = useLabel();
  const state = label(stateOf(process, record.state)?.label, record.state);
  return (
    <p className="notice" role="status">
      {t(ledOver ? "overtaken.led_over" : "overtaken.gone", { state, action: label(action.label) })}
    </p>
  );
}
