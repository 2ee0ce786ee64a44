// When a question is asked, by clicks: always, or where an earlier answer is or is not something. What can't be clicked
// is written as text.
import { Input, InputNumber, Select } from "antd";
import type { Field, TableRow } from "../api/wire";
import { useLabel, useText } from "../text/language";
import { type Clicked, readCondition, written } from "./clicked";
import { fieldOf } from "./question";

const ALWAYS = "";

interface ConditionPickerProps {
  before: TableRow[];
  source: string;
  onChange: (source: string) => void;
}

export function ConditionPicker({ before, source, onChange }: ConditionPickerProps) {
  const t = useText();
  const label = useLabel();
  const clicked = readCondition(source);
  if (source && !clicked) {
    return (
      <Input value={source} aria-label={t("form.when")} allowClear onChange={(event) => onChange(event.target.value)} />
    );
  }
  const fields = before.map(fieldOf).filter((field) => ["text", "choice", "boolean", "integer"].includes(field.kind));
  const chosen = fields.find((field) => field.id === clicked?.question);
  const choose = (id: string) => {
    const field = fields.find((one) => one.id === id);
    onChange(field ? written({ question: id, is: true, value: firstOf(field) }) : "");
  };
  return (
    <div className="condition">
      <Select
        aria-label={t("form.when_question")}
        value={clicked?.question ?? ALWAYS}
        options={[
          { value: ALWAYS, label: t("form.always") },
          ...fields.map((field) => ({ value: field.id, label: label(field.label, field.id) })),
        ]}
        onChange={choose}
      />
      {clicked ? (
        <>
          <Select
            aria-label={t("form.when_how")}
            value={clicked.is}
            options={[
              { value: true, label: t("form.is") },
              { value: false, label: t("form.is_not") },
            ]}
            onChange={(is) => onChange(written({ ...clicked, is }))}
          />
          <ConditionValue
            field={chosen}
            clicked={clicked}
            onChange={(value) => onChange(written({ ...clicked, value }))}
          />
        </>
      ) : null}
    </div>
  );
}

/** What a condition on the question begins with. */
function firstOf(field: Field): Clicked["value"] {
  if (field.kind === "boolean") return true;
  return field.kind === "integer" ? 1 : (field.options[0]?.id ?? "");
}

interface ConditionValueProps {
  field: Field | undefined;
  clicked: Clicked;
  onChange: (value: Clicked["value"]) => void;
}

function ConditionValue({ field, clicked, onChange }: ConditionValueProps) {
  const t = useText();
  const label = useLabel();
  const name = t("form.when_value");
  switch (field?.kind) {
    case "boolean":
      return (
        <Select
          aria-label={name}
          value={clicked.value === true}
          options={[
            { value: true, label: t("field.yes") },
            { value: false, label: t("field.no") },
          ]}
          onChange={onChange}
        />
      );
    case "integer":
      return (
        <InputNumber
          aria-label={name}
          precision={0}
          value={Number(clicked.value)}
          onChange={(value) => onChange(value ?? 0)}
        />
      );
    case "choice":
      return (
        <Select
          aria-label={name}
          value={String(clicked.value)}
          options={field.options.map((option) => ({ value: option.id, label: label(option.label, option.id) }))}
          onChange={onChange}
        />
      );
    default:
      return (
        <Input
          aria-label={name}
          value={String(clicked.value)}
          onChange={(event) => onChange(event.target.value.replace(/["\\]/g, ""))}
        />
      );
  }
}
