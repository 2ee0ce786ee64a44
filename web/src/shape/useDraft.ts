// The overlay that is chosen: read, changed by one form after another, and the last change taken back.
import { useState } from "react";
import { ofContent, useDefinitions } from "../api/definitions";
import { useRecord } from "../api/record";
import { type Patch, textOf, useEditDraft, useWritten } from "../api/shape";
import type { YuhengRecord } from "../api/wire";

export interface Draft {
  /** The process that keeps overlays. */
  keeper: string;
  number: string;
  record: YuhengRecord | undefined;
  /** Why it can't be read. */
  error: unknown;
  /** What it says so far. */
  written: Patch | undefined;
  mayEdit: boolean;
  /** `fresh` are the headings of what has to be new. */
  change: (patch: Patch, fresh?: string[]) => Promise<void>;
  /** Takes the last change back; nothing where nothing was changed here. */
  undo: (() => Promise<void>) | undefined;
}

export function useDraft(number: string | undefined): Draft | undefined {
  const { processes } = useDefinitions();
  const [keeper] = ofContent(processes, "overlay");
  const at = { process: keeper?.id ?? "", number: number ?? "" };
  const isChosen = keeper !== undefined && number !== undefined;
  const found = useRecord(at, isChosen);
  const record = isChosen ? found.data : undefined;
  const written = useWritten(record && textOf(record)).data;
  const { change, putBack } = useEditDraft(at);
  const [before, setBefore] = useState<string[]>([]);
  if (!isChosen) return undefined;
  const last = before.at(-1);
  return {
    keeper: keeper.id,
    number,
    record,
    error: found.error,
    written,
    mayEdit: record?.editable.includes("text") ?? false,
    change: async (patch, fresh) => {
      if (!record) return;
      const text = textOf(record);
      await change(record, patch, fresh);
      setBefore((known) => [...known, text]);
    },
    undo:
      record && last !== undefined
        ? async () => {
            await putBack(record, last);
            setBefore((known) => known.slice(0, -1));
          }
        : undefined,
  };
}
