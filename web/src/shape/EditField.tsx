// A field that is there: renamed, made required or internal, retired.
import { Checkbox } from "antd";
import { useState } from "react";
import type { Patch, WrittenField } from "../api/shape";
import { useLabel, useText } from "../text/language";
import { ChangeDialog, HelpEntries, isWhole, LabelEntries, lackingHelp } from "./ChangeDialog";
import type { Draft } from "./useDraft";

interface EditFieldProps {
  process: string;
  id: string;
  field: WrittenField;
  draft: Draft;
  onClose: () => void;
}

const MARKS = [
  ["required", "shape.make_required"],
  ["internal", "shape.make_internal"],
  ["retired", "shape.retire"],
] as const;

export function EditField({ process, id, field, draft, onClose }: EditFieldProps) {
  const t = useText();
  const label = useLabel();
  const [name, setName] = useState(field.label);
  const [help, setHelp] = useState(field.help ?? { zh: "", en: "" });
  const [marks, setMarks] = useState<{ [mark: string]: boolean }>({});
  const made = (): Patch | { missing: string } => {
    if (!isWhole(name)) return { missing: t("shape.label_zh") };
    const lacks = lackingHelp(help);
    if (lacks) return { missing: t(lacks) };
    const given: Patch = { label: name, ...marks };
    if (isWhole(help)) given.help = help;
    return { process: { [process]: { fields: { [id]: given } } } };
  };
  return (
    <ChangeDialog title={t("shape.edit_of", { name: label(field.label, id) })} {...{ draft, made, onClose }}>
      <LabelEntries value={name} onChange={setName} />
      <HelpEntries value={help} onChange={setHelp} />
      {MARKS.filter(([mark]) => !field[mark] && !field.derived).map(([mark, word]) => (
        <Checkbox
          key={mark}
          checked={marks[mark] === true}
          onChange={({ target }) => {
            const { [mark]: _, ...others } = marks;
            setMarks(target.checked ? { ...others, [mark]: true } : others);
          }}
        >
          {t(word)}
        </Checkbox>
      ))}
      {marks.retired ? <p className="quiet">{t("shape.retire_note")}</p> : null}
    </ChangeDialog>
  );
}
