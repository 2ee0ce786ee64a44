// A choice as rows to touch, one of which is on.
import type { ReactNode } from "react";
import type { Field, Value } from "../api/wire";
import { useLabel } from "../text/language";

interface ChoicesProps {
  name: string;
  field: Field;
  value: string;
  onChange: (value: Value) => void;
}

export function Choices({ name, field, value, onChange }: ChoicesProps) {
  const label = useLabel();
  return (
    <div className="choices">
      {field.options.map((option) => (
        <Choice key={option.id} name={name} isOn={option.id === value} onChoose={() => onChange(option.id)}>
          {label(option.label, option.id)}
        </Choice>
      ))}
    </div>
  );
}

interface ChoiceProps {
  name: string;
  isOn: boolean;
  onChoose: () => void;
  children: ReactNode;
}

export function Choice({ name, isOn, onChoose, children }: ChoiceProps) {
  return (
    <label className={isOn ? "choice on" : "choice"}>
      <input type="radio" name={name} checked={isOn} onChange={onChoose} />
      <span>{children}</span>
    </label>
  );
}
