// A state as a quiet sign with its word; the hue comes from what the state means, never alone.
import { stateOf } from "../api/definitions";
import type { ListedRecord, Process, StateKind } from "../api/wire";
import { useLabel, useText } from "../text/language";

const HUE: { [kind in StateKind]: string } = {
  draft: "idle",
  open: "open",
  waiting: "wait",
  resolved: "done",
  closed: "idle",
  cancelled: "idle",
  in_force: "done",
  retired: "idle",
};

export function State({ process, id }: { process: Process | undefined; id: string }) {
  const label = useLabel();
  const state = stateOf(process, id);
  return <span className={`sign ${state ? HUE[state.kind] : "idle"}`}>{label(state?.label, id)}</span>;
}

interface RecordStateProps {
  process: Process | undefined;
  record: Pick<ListedRecord, "state" | "is_void">;
}

/** The state of a record in a list; what was made void is in none. */
export function RecordState({ process, record }: RecordStateProps) {
  return record.is_void ? <Void /> : <State process={process} id={record.state} />;
}

export function Void() {
  const t = useText();
  return <span className="sign void">{t("record.void")}</span>;
}
