// A step that asks for records, a few fields each: what there is already, and a form for one more.
import { useProcess } from "../api/definitions";
import { useStanding } from "../api/setup";
import type { SetupForm } from "../api/wire";
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
  const t = useText();
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
      <ul className="plain setup-there">
        {standing.map((record) => (
          <li key={record.id}>
            <RecordLink to={record} withNumber />
            <RecordState process={process} record={record} />
          </li>
        ))}
      </ul>
      {found.isPending ? (
        <Shape rows={2} />
      ) : process.may.create ? (
        <OpenForm form={form} process={process} isFirst={standing.length === 0} />
      ) : (
        <p className="notice">{t("setup.may_not", { process: label(process.label) })}</p>
      )}
    </section>
  );
}
