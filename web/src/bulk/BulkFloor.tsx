// What floats over the lower end of a list: what can be done with the records that are chosen, and what was done with several last.
import { App } from "antd";
import { useEffect, useEffectEvent, useState } from "react";
import type { View } from "../api/records";
import type { ListedRecord, Process } from "../api/wire";
import { useReason } from "../look/Wait";
import type { MergeDialog } from "../merge/MergeDialog";
import { type Offer, useOffers } from "../palette/offer";
import { inBoth } from "../text/language";
import type { BulkDialog } from "./BulkDialog";
import { ChosenBar } from "./ChosenBar";
import type { Selection } from "./selection";
import { UndoLine } from "./UndoLine";
import { useAll } from "./useAll";
import { useBulk } from "./useBulk";

interface BulkFloorProps {
  process: Process;
  selection: Selection;
  /** Those that are loaded. */
  records: ListedRecord[];
  view: View;
  /** How many match. */
  total: number | undefined;
}

type Begin = "edit" | "step";

interface Begun {
  begin: Begin;
  records: ListedRecord[];
  Shown: typeof BulkDialog;
}

interface Merging {
  records: ListedRecord[];
  Shown: typeof MergeDialog;
}

export function BulkFloor({ process, selection, records, view, total }: BulkFloorProps) {
  const { message } = App.useApp();
  const reason = useReason();
  const { undo, settled, told, latest, readAgain } = useBulk(process, selection, records);
  const all = useAll(process.id, view, selection.choose);
  const [begun, setBegun] = useState<Begun>();
  const [merging, setMerging] = useState<Merging>();
  const n = selection.chosen.size;
  const start = async (begin: Begin) => {
    try {
      const { BulkDialog: Shown } = await import("./BulkDialog");
      setBegun({ begin, records: latest(), Shown });
    } catch (error) {
      void message.error(reason(error));
    }
  };
  const merge = async () => {
    try {
      const { MergeDialog: Shown } = await import("../merge/MergeDialog");
      setMerging({ records: latest(), Shown });
    } catch (error) {
      void message.error(reason(error));
    }
  };
  const mayMerge = n > 0 && process.may.merge;
  const clear = () => {
    all.cancel();
    selection.clear();
  };
  const act = (id: string, word: string, run: () => void, key?: string): Offer => ({
    id: `bulk:${id}`,
    kind: "act",
    about: "list",
    label: inBoth(word),
    ...(key ? { key } : {}),
    run,
  });
  const isIdle = !begun && !merging && n > 0;
  useOffers([
    isIdle ? act("edit", "bulk.edit_chosen", () => void start("edit"), "e") : undefined,
    isIdle ? act("step", "bulk.step_chosen", () => void start("step"), "s") : undefined,
    isIdle && mayMerge ? act("merge", "merge.chosen", () => void merge(), "u") : undefined,
    isIdle ? act("clear", "bulk.clear", clear, "Escape") : undefined,
    undo.edited && !undo.isBegun ? act("undo", "bulk.undo_last", undo.start) : undefined,
  ]);
  // What is given back and said gives way to the next choice.
  const isUndone = undo.isBegun && undo.left === 0 && undo.refused.length === 0;
  const chooseAnew = useEffectEvent(() => {
    if (isUndone) undo.close();
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever something else is chosen
  useEffect(() => chooseAnew(), [selection.chosen]);
  return (
    <>
      <div className="bulk-floor">
        {undo.edited ? <UndoLine process={process} undo={undo} /> : null}
        {n > 0 ? (
          <ChosenBar
            n={n}
            total={total}
            all={all}
            onEdit={() => void start("edit")}
            onStep={() => void start("step")}
            onMerge={mayMerge ? () => void merge() : undefined}
            onClear={clear}
          />
        ) : null}
      </div>
      {merging ? (
        <merging.Shown
          process={process}
          records={merging.records}
          onMerged={(numbers) => {
            selection.leave(numbers);
            readAgain();
          }}
          onClose={() => setMerging(undefined)}
        />
      ) : null}
      {begun ? (
        <begun.Shown
          process={process}
          records={begun.records}
          begin={begun.begin}
          onTold={told}
          onSettled={settled}
          onClose={() => setBegun(undefined)}
        />
      ) : null}
    </>
  );
}
