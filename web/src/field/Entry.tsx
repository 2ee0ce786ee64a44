// Something to be filled in that is no field of a record: its label, its control, what helps.
import { type ReactNode, useId } from "react";
import { useText } from "../text/language";

interface EntryProps {
  label: string;
  help?: string;
  isRequired?: boolean;
  children: (id: string) => ReactNode;
}

/** Something to be filled in, with its label. */
export function Entry({ label, help, isRequired = false, children }: EntryProps) {
  const t = useText();
  const id = useId();
  return (
    <div className="field-row">
      <label htmlFor={id}>
        {label}
        {isRequired ? <span className="required">{t("field.required")}</span> : null}
      </label>
      {children(id)}
      {help ? <div className="help">{help}</div> : null}
    </div>
  );
}
