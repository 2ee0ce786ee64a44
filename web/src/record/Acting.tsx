// What can be done with a record from outside its page: its steps, with what they ask for. It shows nothing until one is taken.
import { App } from "antd";
import { useEffect, useEffectEvent } from "react";
import { useRecord } from "../api/record";
import type { Process, YuhengRecord } from "../api/wire";
import { useLabel, useText } from "../text/language";
import { useFollowing } from "../work/WatchButton";
import { givenBy } from "./offers";
import { useSteps } from "./useSteps";

interface ActingProps {
  process: Process;
  number: string;
  /** Whether it begins with giving the record to somebody. */
  gives: boolean;
}

export function Acting({ process, number, gives }: ActingProps) {
  const record = useRecord({ process: process.id, number });
  return record.data ? <Steps process={process} record={record.data} gives={gives} /> : null;
}

interface StepsProps {
  process: Process;
  record: YuhengRecord;
  gives: boolean;
}

function Steps({ process, record, gives }: StepsProps) {
  const t = useText();
  const label = useLabel();
  const { message } = App.useApp();
  useFollowing(record);
  const { steps, start, dialog } = useSteps({ process: process.id, number: record.number }, process, record);
  const give = useEffectEvent(() => {
    const step = steps.find(({ id }) => id === givenBy(record));
    if (step?.allowed) start(step);
    else void message.info(label(step?.missing?.text) || t("palette.not_given"));
  });
  useEffect(() => {
    if (gives) give();
  }, [gives]);
  return dialog;
}
