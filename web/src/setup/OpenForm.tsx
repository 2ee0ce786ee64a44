// The form of one record of a step: few fields, filled from a proposal if there is one; or gone on with where a record was
// opened and not brought on.
import { Button } from "antd";
import { useRef, useState } from "react";
import { useMe } from "../api/account";
import { Refusal } from "../api/client";
import { useProposals } from "../api/guide";
import { keptAt, useKept } from "../api/kept";
import { useOnce } from "../api/once";
import { useOpen } from "../api/setup";
import type { Field, Fields, ListedRecord, Process, Proposal, SetupForm, YuhengRecord } from "../api/wire";
import { FieldRow } from "../field/FieldRow";
import { focusFirstFault } from "../field/fault";
import { filled, isEmpty, startValues } from "../field/value";
import { Fault } from "../look/Fault";
import { PlusIcon } from "../look/icon";
import { useLabel, useLanguage, useText } from "../text/language";
import { proposedTitle, proposedValues } from "./text";

interface OpenFormProps {
  form: SetupForm;
  process: Process;
  /** Whether there is none yet: then the form stands open. */
  isFirst: boolean;
  /** What was opened before and is gone on with. */
  begun?: ListedRecord;
  onOpened?: (record: YuhengRecord) => void;
}

export function OpenForm({ form, process, isFirst, begun, onOpened }: OpenFormProps) {
  const t = useText();
  const label = useLabel();
  const fields = form.fields.flatMap((id) => process.fields.find((field) => field.id === id) ?? []);
  const start = () =>
    Object.fromEntries(Object.entries(startValues(process, null)).filter(([id]) => form.fields.includes(id)));
  // What is half filled in is there again after a reload, or on coming back from another step.
  const writer = useMe().data?.id ?? "";
  const place = `setup:${form.process}.${begun?.id ?? "new"}`;
  const entered = useKept<Fields>(writer, place, () => begun?.fields ?? start());
  const values = entered.value;
  const [open, setOpen] = useState(() => isFirst || keptAt(writer, place) !== undefined);
  const opening = useOpen(begun);
  // A record that was begun may hold more than is asked for here, such as what it copies.
  const asked = (all: Fields) =>
    filled(begun ? Object.fromEntries(Object.entries(all).filter(([id]) => form.fields.includes(id))) : all);
  const shown = useRef<HTMLFormElement>(null);
  const submit = useOnce(async () => {
    try {
      const record = await opening.mutateAsync({ form, fields: asked(values) });
      entered.forget();
      setOpen(false);
      onOpened?.(record);
    } catch {
      setTimeout(() => focusFirstFault(shown.current ?? document));
    }
  });
  const cancel = () => {
    entered.forget();
    setOpen(false);
  };
  const refusal = opening.error instanceof Refusal ? opening.error : undefined;
  const needed = new Set(process.transitions.find((step) => step.id === form.transition)?.requires);
  const isNeeded = (field: Field) => field.required || needed.has(field.id);
  const lacking = fields.filter((field) => isNeeded(field) && isEmpty(values[field.id]));
  if (!open && !isFirst) {
    return (
      <Button size="small" icon={<PlusIcon />} onClick={() => setOpen(true)}>
        {t("setup.one_more", { process: label(process.label) })}
      </Button>
    );
  }
  return (
    <form
      ref={shown}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit.run();
      }}
    >
      <Proposed process={process} onTake={(given) => entered.change((before) => ({ ...before, ...given }))} />
      <div className="form-grid">
        {fields.map((field) => (
          <FieldRow
            key={field.id}
            field={field}
            value={values[field.id]}
            required={isNeeded(field)}
            fault={refusal?.at(field.id)}
            onChange={(value) => entered.change((before) => ({ ...before, [field.id]: value }))}
          />
        ))}
      </div>
      <Fault error={opening.error} />
      <div className="setup-act">
        <Button type="primary" htmlType="submit" loading={submit.isBusy} disabled={lacking.length > 0}>
          {begun ? t("setup.bring_on", { title: begun.title }) : t("setup.add", { process: label(process.label) })}
        </Button>
        {isFirst ? null : <Button onClick={cancel}>{t("record.cancel")}</Button>}
        {lacking.length > 0 ? (
          <span className="quiet">
            {t("setup.lacking", { fields: lacking.map((field) => label(field.label)).join(t("import.comma")) })}
          </span>
        ) : null}
      </div>
    </form>
  );
}

/** What is proposed for such a record, each to be taken by one press. */
function Proposed({ process, onTake }: { process: Process; onTake: (values: Fields) => void }) {
  const t = useText();
  const { language } = useLanguage();
  const proposals = (useProposals().data?.items ?? []).filter((one) => one.process === process.id);
  if (proposals.length === 0) return null;
  const take = (proposal: Proposal) => onTake(proposedValues(process, proposal, language, new Map()));
  return (
    <p className="setup-proposed">
      <span className="quiet">{t("setup.proposed")}</span>
      {proposals.map((proposal) => (
        <Button key={proposal.key} size="small" onClick={() => take(proposal)}>
          {proposedTitle(process, proposal, language)}
        </Button>
      ))}
    </p>
  );
}
