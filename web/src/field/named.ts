// Standing content such as an agreement names processes, their clocks and roles by id; people read their labels.
import { fieldOf, useDefinitions } from "../api/definitions";
import type { Field, Fields, Reference } from "../api/wire";
import { useLabel } from "../text/language";
import { isReference } from "./value";

const PARTS = ["clock", "process", "opens", "records_of", "processes", "record_types", "role", "manager"];

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
    if (field?.id === "process" || field?.id === "opens" || field?.id === "records_of") return ofProcess(text);
    if (field?.id === "role" || field?.id === "manager")
      return label(roles.find((one) => one.id === text)?.label, text);
    if (field?.id === "processes" || field?.id === "record_types")
      return text.trim().split(/\s+/).map(ofProcess).join(" · ");
    return undefined;
  };
}

/** What a record is called. One that is called by a part of the definitions, as a role assignment is, has the label of that
 * part and, where its fields are there, whom it is about. */
export function useTitleOf(): (record: Pick<Reference, "process" | "title"> & { fields?: Fields }) => string {
  const { processes } = useDefinitions();
  const named = useNamed();
  return ({ process: id, title, fields }) => {
    const process = processes.find((one) => one.id === id);
    const label = process && named(fieldOf(process, process.title), title);
    if (!process || label === undefined) return title;
    const about = fields && process.list.map((column) => fields[column]).find(isReference);
    return about?.title ? `${label} · ${about.title}` : label;
  };
}
