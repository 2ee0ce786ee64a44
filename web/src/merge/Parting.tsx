// What makes one of several records, or two of one, in the dialog that it is asked in; read when it is needed.
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import type { RecordAddress } from "../api/record";
import type { Action, Process, YuhengRecord } from "../api/wire";

const MergeDialog = lazy(() => import("./MergeDialog").then((it) => ({ default: it.MergeDialog })));
const SplitDialog = lazy(() => import("./SplitDialog").then((it) => ({ default: it.SplitDialog })));

/** Whether an action is asked for in a dialog of its own. */
export const isParting = (action: Action) => action.id === "merge" || action.id === "split";

interface PartingProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
  action: Action;
  onClose: () => void;
}

export function Parting({ at, process, record, action, onClose }: PartingProps) {
  const navigate = useNavigate();
  const lead = (number: string) => {
    onClose();
    void navigate({ to: "/records/$process/$number", params: { process: process.id, number } });
  };
  return (
    <Suspense fallback={null}>
      {action.id === "merge" ? (
        <MergeDialog process={process} records={[record]} onMerged={(_, into) => lead(into)} onClose={onClose} />
      ) : (
        <SplitDialog at={at} process={process} record={record} action={action} onSplit={lead} onClose={onClose} />
      )}
    </Suspense>
  );
}
