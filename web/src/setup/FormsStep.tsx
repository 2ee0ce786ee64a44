// A step that asks for records, a few fields each: what there is already, and a form for one more. What was opened and not
// brought on, since something was refused, is gone on with.
import { Button } from "antd";
import { useState } from "react";
import { stateOf, useProcess } from "../api/definitions";
import { useStanding } from "../api/setup";
import type { ListedRecord, Process, SetupForm } from "../api/wire";
import { CONTENT } from "../content/registry";
import { RecordState } from "../look/State";
import { Shape } from "../look/Wait";
import { useLabel, useText } from "../text/language";
import { RecordLink } from "../text/RecordLink";
import { OpenForm } from "./OpenForm";
import type { StepProps } from "./registry";

export function FormsStep({ step }: StepProps) {
  return step.forms.map((form) => <FormSection key={form.process} form={form} />);
}

export function FormSection({ form }: { form: SetupForm }) {
  const label = useLabel();
  const process = useProcess(form.process);
  const found = useStanding(process?.id);
  const standing = found.data?.items ?? [];
  if (!process) return null;
  return (
    <section className="setup-form" aria-labelledby={`setup-${form.process}`}>
      <h3 id={`setup-${form.process}`}>
        {label(process.label)} <span className="count">{standing.length || ""}</span>
      </h3>
      {found.isPending ? <Shape rows={2} /> : <Forms form={form} process={process} standing={standing} />}
    </section>
  );
}

/** Whether the step that the form ends with is still to come. */
function isHalfMade(process: Process, form: SetupForm, record: ListedRecord): boolean {
  const step = process.transitions.find((one) => one.id === form.transition);
  return Boolean(step?.from.includes(record.state)) && stateOf(process, record.state)?.kind !== "retired";
}

function Forms({ form, process, standing }: { form: SetupForm; process: Process; standing: ListedRecord[] }) {
  const t = useText();
  const label = useLabel();
  const halfMade = (record: ListedRecord) => process.may.create && isHalfMade(process, form, record);
  const [begun, setBegun] = useState(() => (standing.every(halfMade) ? standing[0] : undefined));
  const isFull = standing.length > 0 && !begun && CONTENT[process.content ?? ""]?.isSole;
  return (
    <>
      <ul className="plain setup-there">
        {standing.map((record) => (
          <li key={record.id}>
            <RecordLink to={record} withNumber />
            <RecordState process={process} record={record} />
            {halfMade(record) && record.id !== begun?.id ? (
              <Button size="small" onClick={() => setBegun(record)}>
                {t("setup.go_on_with")}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {isFull ? null : process.may.create ? (
        <OpenForm
          key={begun?.id ?? "new"}
          form={form}
          process={process}
          isFirst={standing.length === 0 || begun !== undefined}
          begun={begun}
          onOpened={() => setBegun(undefined)}
        />
      ) : (
        <p className="notice">{t("setup.may_not", { process: label(process.label) })}</p>
      )}
    </>
  );
}
