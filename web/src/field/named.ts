// Standing content such as an agreement names processes, their clocks and roles by id; people read their labels.
import { useDefinitions } from "../api/definitions";
import type { Field } from "../api/wire";
import { useLabel } from "../text/language";

const PARTS = ["clock", "process", "processes", "record_types", "role", "manager"];

/** Whether a field's text names parts of the definitions. */
export const namesParts = (field: Field | undefined) => field !== undefined && PARTS.includes(field.id);

/** The labels of the processes, clocks or roles that a text names; nothing if the field names none. */
export function useNamed(): (field: Field | undefined, text: string) => string | undefined {
  const label = useLabel();
  const { processes, roles } = useDefinitions();
  const ofProcess = (id: string) => label(processes.find((one) => one.id === id)?.label, id);
  const ofClock = (id: string) => label(processes.flatMap((one) => one.clocks).find((one) => one.id === id)?.label, id);
  return (field, text) => {
    if (field?.id === "clock") return ofClock(text);
    if (field?.id === "process") return ofProcess(text);
    if (field?.id === "role" || field?.id === "manager")
      return label(roles.find((one) => one.id === text)?.label, text);
    if (field?.id === "processes" || field?.id === "record_types")
      return text.trim().split(/\s+/).map(ofProcess).join(" · ");
    return undefined;
  };
}
