// Something to be filled in that is no field of a record: its label, its control, what helps, what is wrong with it.
import { type ReactNode, useId } from "react";
import { useText } from "../text/language";

interface EntryProps {
  label: string;
  help?: string;
  /** What is wrong with what is entered. */
  fault?: string | undefined;
  isRequired?: boolean;
  children: (id: string) => ReactNode;
}

/** Something to be filled in, with its label. */
export function Entry({ label, help, fault, isRequired = false, children }: EntryProps) {
  const t = useText();
  const id = useId();
  return (
    <div className="field-row">
      <label htmlFor={id}>
        {label}
        {isRequired ? <span className="required">{t("field.required")}</span> : null}
      </label>
      {children(id)}
      {fault ? (
        <div className="fault" role="alert">
          {fault}
        </div>
      ) : help ? (
        <div className="help">{help}</div>
      ) : null}
    </div>
  );
}
