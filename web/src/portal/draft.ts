// A report that is being written: what of, its values, where its writer is, and what of it has been sent already.
import { newKey } from "../api/client";
import type { Fields, Process } from "../api/wire";
import { isEmpty } from "../field/value";

export interface Unsent {
  /** What is reported: the process's id. */
  kind?: string;
  values: Fields;
  /** The question that its writer was at. */
  step?: string;
  /** The key of sending it as it is now. */
  key: string;
  /** The record that it has become, when only its files are still to be sent. */
  number?: string;
}

export const PLACE = "report";

export const blank = (): Unsent => ({ values: {}, key: newKey() });

/** Whether anything stands in it that its writer would miss. */
export const hasContent = (draft: Unsent) => Object.values(draft.values).some((value) => !isEmpty(value));

/** What it begins with. */
export function beginning(draft: Unsent, processes: Process[]): string {
  const title = processes.find((process) => process.id === draft.kind)?.title;
  const value = title ? draft.values[title] : undefined;
  return typeof value === "string" ? value : "";
}
