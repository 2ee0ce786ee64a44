// A new field: what it is called, what it holds, where it is shown.
import { Checkbox, Input, Select } from "antd";
import { useState } from "react";
import { useDefinitions } from "../api/definitions";
import type { Written } from "../api/shape";
import type { Label } from "../api/wire";
import { Entry } from "../field/Entry";
import { readOptions } from "../field/options";
import { useLabel, useText } from "../text/language";
import { ChangeDialog, HelpEntries, isWhole, LabelEntries, lackingHelp } from "./ChangeDialog";
import { addField, idFrom } from "./patch";
import type { Draft } from "./useDraft";
import { TYPE, worded } from "./vocabulary";

interface NewFieldDialogProps {
  process: string;
  shape: Written;
  draft: Draft;
  /** The field's id, as it is sent. */
  onAdded: (id: string) => void;
  onClose: () => void;
}

/** What a form offers of the types; a table is written as TOML. */
const TYPES = [
  "text",
  "long_text",
  "choice",
  "reference",
  "date",
  "timestamp",
  "integer",
  "decimal",
  "boolean",
] as const;

const EMPTY: Label = { zh: "", en: "" };

export function NewFieldDialog({ process, shape, draft, onAdded, onClose }: NewFieldDialogProps) {
  const t = useText();
  const label = useLabel();
  const { processes } = useDefinitions();
  const [name, setName] = useState(EMPTY);
  const [help, setHelp] = useState(EMPTY);
  const [ownId, setId] = useState<string>();
  const [type, setType] = useState<string>("text");
  const [options, setOptions] = useState("");
  const [to, setTo] = useState<string[]>([]);
  const [marks, setMarks] = useState({ isRequired: false, isIndexed: false, isInternal: false, isColumn: true });
  const id = ownId ?? idFrom(name.en);
  const made = () => {
    if (!isWhole(name)) return { missing: t(name.zh.trim() ? "shape.label_en" : "shape.label_zh") };
    if (!id) return { missing: t("shape.id") };
    const lacks = lackingHelp(help);
    if (lacks) return { missing: t(lacks) };
    const read = readOptions(options);
    // A process calls everything in both languages.
    const line = read.wrong ?? read.inOne;
    if (type === "choice" && line !== undefined) return { missing: t("shape.option_line", { line }) };
    if (type === "reference" && to.length === 0) return { missing: t("shape.to") };
    onAdded(id);
    const given = { id, label: name, help: isWhole(help) ? help : undefined, type, to, ...marks };
    return addField(process, shape, { ...given, options: type === "choice" ? read.options : [] });
  };
  const mark = (key: keyof typeof marks, word: string) => (
    <Checkbox checked={marks[key]} onChange={({ target }) => setMarks({ ...marks, [key]: target.checked })}>
      {t(word)}
    </Checkbox>
  );
  return (
    <ChangeDialog
      title={t("shape.add_field")}
      fresh={[`process.${process}.fields.${id}`]}
      {...{ draft, made, onClose }}
    >
      {(faultOf) => (
        <>
          <LabelEntries value={name} onChange={setName} />
          <Entry label={t("shape.id")} help={t("shape.id_help")} fault={faultOf("id")} isRequired>
            {(place) => <Input id={place} value={id} onChange={({ target }) => setId(target.value)} />}
          </Entry>
          <Entry label={t("shape.type")}>
            {(place) => (
              <Select
                id={place}
                value={type}
                options={TYPES.map((value) => ({ value, label: worded(TYPE, value, t) }))}
                onChange={setType}
              />
            )}
          </Entry>
          {type === "choice" ? (
            <Entry label={t("shape.options")} isRequired>
              {(place) => (
                <Input.TextArea
                  id={place}
                  rows={4}
                  placeholder={t("shape.options_example")}
                  value={options}
                  onChange={({ target }) => setOptions(target.value)}
                />
              )}
            </Entry>
          ) : null}
          {type === "reference" ? (
            <Entry label={t("shape.to")} isRequired>
              {(place) => (
                <Select
                  id={place}
                  mode="multiple"
                  value={to}
                  showSearch={{ optionFilterProp: "label" }}
                  options={processes.map((one) => ({ value: one.id, label: label(one.label) }))}
                  onChange={setTo}
                />
              )}
            </Entry>
          ) : null}
          <HelpEntries value={help} onChange={setHelp} />
          <div className="shape-marks">
            {mark("isColumn", "shape.show_column")}
            {mark("isRequired", "shape.required")}
            {mark("isIndexed", "shape.indexed")}
            {mark("isInternal", "shape.internal")}
          </div>
        </>
      )}
    </ChangeDialog>
  );
}
