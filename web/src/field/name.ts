// What a field is called; one that came with what was withdrawn says so.
import type { Field } from "../api/wire";
import { useLabel, useText } from "../text/language";

export function useFieldName(): (field: Field) => string {
  const t = useText();
  const label = useLabel();
  return (field) => {
    const name = label(field.label, field.id);
    return field.withdrawn ? t("field.withdrawn_name", { name }) : name;
  };
}
