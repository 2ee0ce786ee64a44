// A field in a form: its label, its control, what helps to fill it in, what is wrong with it.

import { type ReactNode, useId } from "react";
import type { Field, Value } from "../api/wire";
import { LockIcon } from "../look/icon";
import { useLabel, useText } from "../text/language";
import { FieldInput } from "./FieldInput";
import type { Narrowing } from "./ReferencePicker";
import { isWide } from "./value";

export interface FieldRowProps {
  id?: string;
  field: Field;
  value: Value;
  onChange: (value: Value) => void;
  fault?: string;
  required?: boolean;
  prefilled?: boolean;
  /** What filled it in, if another field did. */
  broughtBy?: string;
  autoFocus?: boolean;
  narrowing?: Narrowing;
  children?: ReactNode;
}

export function FieldRow(props: FieldRowProps) {
  const { field, value, onChange, fault, required, prefilled, broughtBy, autoFocus, narrowing, children } = props;
  const t = useText();
  const label = useLabel();
  const own = useId();
  const id = props.id ?? own;
  const note = fault ?? label(field.help);
  return (
    <div className={isWide(field) ? "field-row wide" : "field-row"}>
      <label htmlFor={id}>
        {label(field.label, field.id)}
        {required ? <span className="required">{t("field.required")}</span> : null}
        {field.internal ? <LockIcon className="internal" label={t("field.internal")} /> : null}
        {broughtBy ? <span className="prefilled">{t("create.brought_by", { field: broughtBy })}</span> : null}
        {prefilled && !broughtBy ? <span className="prefilled">{t("field.prefilled")}</span> : null}
      </label>
      <FieldInput
        field={field}
        value={value}
        onChange={onChange}
        id={id}
        invalid={Boolean(fault)}
        describedBy={note ? `${id}-note` : undefined}
        autoFocus={autoFocus}
        narrowing={narrowing}
      />
      {children}
      {note ? (
        <div id={`${id}-note`} className={fault ? "fault" : "help"} role={fault ? "alert" : undefined}>
          {note}
        </div>
      ) : null}
    </div>
  );
}
