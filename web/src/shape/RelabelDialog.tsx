// Another name for something that is there; its id stays.
import { useState } from "react";
import type { Patch } from "../api/shape";
import type { Label } from "../api/wire";
import { useLabel, useText } from "../text/language";
import { ChangeDialog, isWhole, LabelEntries } from "./ChangeDialog";
import type { Draft } from "./useDraft";

interface RelabelDialogProps {
  label: Label;
  patch: (label: Label) => Patch;
  draft: Draft;
  onClose: () => void;
}

export function RelabelDialog({ label: before, patch, draft, onClose }: RelabelDialogProps) {
  const t = useText();
  const label = useLabel();
  const [name, setName] = useState(before);
  const made = () =>
    isWhole(name) ? patch(name) : { missing: t(name.zh.trim() ? "shape.label_en" : "shape.label_zh") };
  return (
    <ChangeDialog title={t("shape.edit_of", { name: label(before) })} {...{ draft, made, onClose }}>
      <LabelEntries value={name} onChange={setName} />
    </ChangeDialog>
  );
}
