// The first incident, the target that it gets, and why that lies where it lies.
import { useState } from "react";
import { useProcess } from "../api/definitions";
import { useClockExplanations } from "../api/record";
import { useStanding } from "../api/setup";
import type { ListedRecord, Process, SetupForm } from "../api/wire";
import { Shape } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { moment } from "../text/time";
import { OpenForm } from "./OpenForm";
import type { StepProps } from "./registry";

export function TryStep({ step }: StepProps) {
  const form = step.forms[0];
  const process = useProcess(form?.process ?? "");
  return form && process ? <Try form={form} process={process} /> : null;
}

function Try({ form, process }: { form: SetupForm; process: Process }) {
  const label = useLabel();
  const found = useStanding(process.id);
  const standing = found.data?.items ?? [];
  const [opened, setOpened] = useState<string>();
  const shown = standing.find((record) => record.number === opened) ?? standing.at(-1);
  if (found.isPending) return <Shape rows={4} />;
  return (
    <section className="setup-form" aria-label={label(process.label)}>
      {shown ? <Explained process={process} record={shown} /> : null}
      <OpenForm
        form={form}
        process={process}
        isFirst={standing.length === 0}
        onOpened={(record) => setOpened(record.number)}
      />
    </section>
  );
}

function Explained({ process, record }: { process: Process; record: ListedRecord }) {
  const t = useText();
  const label = useLabel();
  const explained = useClockExplanations({ process: process.id, number: record.number }, true).data?.items ?? [];
  return (
    <div className="setup-due" role="status">
      <p>
        <RecordLink to={record} withNumber />
      </p>
      {record.clocks.map((clock) => (
        <div key={clock.id} className="setup-clock">
          <p>
            <strong>{label(process.clocks.find((one) => one.id === clock.id)?.label, clock.id)}</strong>{" "}
            {clock.due_at ? <span className="figure">{t("setup.until", { at: moment(clock.due_at) })}</span> : null}
          </p>
          <ul className="plain">
            {explained
              .find((one) => one.id === clock.id)
              ?.lines.map((line) => (
                <li key={line.en}>{label(line)}</li>
              ))}
          </ul>
        </div>
      ))}
    </div>
  );
}
