// A state as a quiet sign with its word; the hue comes from what the state means, never alone.
import { stateOf } from "../api/definitions";
import type { Process, StateKind } from "../api/wire";
import { useLabel } from "../text/language";

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
