// Standing content such as an agreement names processes and their clocks by id; people read their labels.
import { useDefinitions } from "../api/definitions";
import type { Field } from "../api/wire";
import { useLabel } from "../text/language";

/** The labels of the processes or clocks that a text names; nothing if the field names none. */
export function useNamed(): (field: Field | undefined, text: string) => string | undefined {
  const label = useLabel();
  const { processes } = useDefinitions();
  const ofProcess = (id: string) => label(processes.find((one) => one.id === id)?.label, id);
  const ofClock = (id: string) => label(processes.flatMap((one) => one.clocks).find((one) => one.id === id)?.label, id);
  return (field, text) => {
    if (field?.id === "clock") return ofClock(text);
    if (field?.id === "process") return ofProcess(text);
    if (field?.id === "processes") return text.trim().split(/\s+/).map(ofProcess).join(" · ");
    return undefined;
  };
}
