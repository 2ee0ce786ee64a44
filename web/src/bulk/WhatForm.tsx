// What is to be done with the chosen records: which fields get which values, or which step they take and what it asks for.
import { Checkbox, Select } from "antd";
import { useId } from "react";
import { fieldOf } from "../api/definitions";
import type { Action, Field, Fields, ListedRecord, Process } from "../api/wire";
import { FieldRow } from "../field/FieldRow";
import { same } from "../field/value";
import { Fault } from "../look/Fault";
import { CommentBox } from "../record/CommentBox";
import { useLabel, useText } from "../text/language";
import { type BulkForm, FIELDS, macroId } from "./useBulkForm";

interface WhatFormProps {
  process: Process;
  records: ListedRecord[];
  form: BulkForm;
}

export function WhatForm({ process, records, form }: WhatFormProps) {
  const t = useText();
  const label = useLabel();
  const id = useId();
  const { step, steps } = form;
  const of = records.length;
  const stepOptions = steps.map(({ action, n }) => ({
    value: action.id,
    label: n === of ? label(action.label) : t("bulk.step_of", { step: label(action.label), n, of }),
  }));
  const macroOptions = form.macros.map((macro) => ({
    value: macroId(macro.number),
    label: t("macro.named", { title: label(macro.title) }),
  }));
  return (
    <>
      <div className="field-row">
        <label htmlFor={id}>{t("bulk.what")}</label>
        <Select
          id={id}
          aria-label={t("bulk.what")}
          showSearch={{ optionFilterProp: "label" }}
          loading={form.isPending}
          value={form.what}
          options={[{ value: FIELDS, label: t("bulk.fields") }, ...stepOptions, ...macroOptions]}
          onChange={form.choose}
        />
      </div>
      {form.what === FIELDS ? <FieldsForm form={form} /> : null}
      {step ? <StepForm process={process} records={records} form={form} step={step} /> : null}
      {form.macro?.purpose ? <p className="quiet">{label(form.macro.purpose)}</p> : null}
      {!form.what && !form.isPending ? <p className="notice">{t("bulk.no_steps")}</p> : null}
      <Fault error={form.error} />
    </>
  );
}

function FieldsForm({ form }: { form: BulkForm }) {
  const t = useText();
  const label = useLabel();
  const id = useId();
  const fault = form.faults[FIELDS];
  return (
    <>
      <div className="field-row">
        <label htmlFor={id}>{t("bulk.which_fields")}</label>
        <Select
          id={id}
          mode="multiple"
          autoFocus={form.chosen.length === 0}
          aria-label={t("bulk.which_fields")}
          aria-invalid={fault ? true : undefined}
          status={fault ? "error" : undefined}
          showSearch={{ optionFilterProp: "label" }}
          placeholder={t("bulk.choose_fields")}
          loading={form.isPending}
          value={form.chosen.map((field) => field.id)}
          options={form.fields.map((field) => ({ value: field.id, label: label(field.label, field.id) }))}
          onChange={form.chooseFields}
        />
        {fault ? (
          <div className="fault" role="alert">
            {fault}
          </div>
        ) : null}
      </div>
      {form.chosen.map((field) => (
        <FieldRow
          key={field.id}
          field={field}
          value={form.values[field.id]}
          fault={form.faults[field.id]}
          onChange={(value) => form.enter(field.id, value)}
        >
          {field.required || field.kind === "boolean" ? null : (
            <Checkbox
              className="bulk-empty"
              checked={form.isEmptied(field.id)}
              onChange={(event) => form.empty(field.id, event.target.checked)}
            >
              {t("bulk.empty")}
            </Checkbox>
          )}
        </FieldRow>
      ))}
    </>
  );
}

interface StepFormProps extends WhatFormProps {
  step: { action: Action; n: number };
}

function StepForm({ process, records, form, step: { action, n } }: StepFormProps) {
  const t = useText();
  const isField = (field: Field | undefined): field is Field => field !== undefined;
  const fields = [...action.requires, ...action.asks].map((id) => fieldOf(process, id)).filter(isField);
  return (
    <>
      {n < records.length ? <p className="quiet">{t("bulk.goes_only_from", { n, m: records.length - n })}</p> : null}
      {fields.map((field) => (
        <FieldRow
          key={field.id}
          field={field}
          required={action.requires.includes(field.id)}
          value={form.values[field.id]}
          fault={form.faults[field.id]}
          onChange={(value) => form.enter(field.id, value)}
        />
      ))}
      {action.comment === "none" ? null : (
        <CommentBox
          asked={action.comment}
          audience={action.audience ?? "public"}
          record={{ fields: commonTo(records) }}
          value={form.comment}
          fault={form.faults.comment}
          onChange={form.say}
        />
      )}
    </>
  );
}

/** The values that all of them have. */
function commonTo([first, ...others]: ListedRecord[]): Fields {
  const fields = Object.entries(first?.fields ?? {});
  return Object.fromEntries(fields.filter(([id, value]) => others.every((one) => same(one.fields[id], value))));
}
