// What can be done with a record from outside its page: its steps, with what they ask for. It shows nothing until one is taken.
import { useRecord } from "../api/record";
import type { Process, YuhengRecord } from "../api/wire";
import { useFollowing } from "../work/WatchButton";
import { useSteps } from "./useSteps";

export function Acting({ process, number }: { process: Process; number: string }) {
  const record = useRecord({ process: process.id, number });
  return record.data ? <Steps process={process} record={record.data} /> : null;
}

function Steps({ process, record }: { process: Process; record: YuhengRecord }) {
  useFollowing(record);
  return useSteps({ process: process.id, number: record.number }, process, record).dialog;
}
