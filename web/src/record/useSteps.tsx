// Taking the steps that a record offers: at once where nothing is asked for, else in a dialog. Whatever a step is chosen by (its
// button, the menu, a key, the palette), it is taken here.
import { App } from "antd";
import { type ReactNode, useState } from "react";
import { useOnce } from "../api/once";
import { type RecordAddress, useChanges } from "../api/record";
import type { Action, Process, YuhengRecord } from "../api/wire";
import { problemsOf } from "../look/Fault";
import { useReason } from "../look/Wait";
import { isParting, Parting } from "../merge/Parting";
import { type Offer, useOffers } from "../palette/offer";
import { ViewAsDialog } from "../viewing/ViewAsDialog";
import { ActionDialog } from "./ActionDialog";
import { givenBy, stepsOf } from "./offers";
import { isPlain, usePerform } from "./perform";

interface Steps {
  steps: Action[];
  start: (action: Action) => void;
  /** The step that is on its way. */
  pending: string | undefined;
  /** What a step asks for, while it does. */
  dialog: ReactNode;
}

export function useSteps(at: RecordAddress, process: Process, record: YuhengRecord): Steps {
  const reason = useReason();
  const { message } = App.useApp();
  const [asking, setAsking] = useState<{ action: Action; refused?: unknown }>();
  const perform = usePerform(useChanges(at), record.version);
  const steps = stepsOf(record);
  const act = useOnce(async (action: Action) => {
    try {
      await perform.act(action.id, { fields: {} });
    } catch (refused) {
      // What has to be read line by line stays until it is closed.
      if (problemsOf(refused).length > 0) setAsking({ action, refused });
      else void message.error(reason(refused));
    }
  });
  const start = (action: Action) => (isPlain(action) && action.leads ? act.run(action) : setAsking({ action }));
  const given = givenBy(record);
  useOffers(
    steps.map(
      (action): Offer => ({
        id: action.id,
        kind: "step",
        about: { record: record.number },
        label: action.label,
        key: action.id === given ? "a" : undefined,
        ...(action.allowed ? { run: () => start(action) } : { why: action.missing?.text }),
      }),
    ),
  );
  const dialog =
    asking?.action.id === "view_as" ? (
      <ViewAsDialog person={record.number} name={record.title} onClose={() => setAsking(undefined)} />
    ) : asking && isParting(asking.action) ? (
      <Parting at={at} process={process} record={record} action={asking.action} onClose={() => setAsking(undefined)} />
    ) : asking ? (
      <ActionDialog
        key={asking.action.id}
        at={at}
        process={process}
        record={record}
        {...asking}
        action={steps.find((action) => action.id === asking.action.id) ?? asking.action}
        onClose={() => setAsking(undefined)}
      />
    ) : null;
  return { steps, start, pending: perform.pending, dialog };
}
