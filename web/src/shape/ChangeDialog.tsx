// A dialog whose form makes one change of the draft: what it lacks is said before it is sent, what the definitions refuse stands
// below, and nothing that was entered goes.
import { Input } from "antd";
import { type ReactNode, useState } from "react";
import { Refusal } from "../api/client";
import { useOnce } from "../api/once";
import type { Patch } from "../api/shape";
import type { Label } from "../api/wire";
import { Entry } from "../field/Entry";
import { Dialog } from "../look/Dialog";
import { DialogForm } from "../look/DialogForm";
import { Fault } from "../look/Fault";
import { useText } from "../text/language";
import type { Draft } from "./useDraft";

interface ChangeDialogProps {
  title: string;
  draft: Draft;
  /** What the form makes; what is still missing, in words. */
  made: () => Patch | { missing: string };
  /** The headings of what has to be new. */
  fresh?: string[];
  onClose: () => void;
  /** The form; where it has entries that the server may find fault with, by what is wrong with each. */
  children: ReactNode | ((faultOf: (entry: string) => string | undefined) => ReactNode);
}

export function ChangeDialog({ title, draft, made, fresh, onClose, children }: ChangeDialogProps) {
  const t = useText();
  const [error, setError] = useState<unknown>();
  const [missing, setMissing] = useState<string>();
  const submit = useOnce(async () => {
    const patch = made();
    setError(undefined);
    setMissing(undefined);
    if (isMissing(patch)) return setMissing(patch.missing);
    try {
      await draft.change(patch, fresh);
      onClose();
    } catch (failure) {
      setError(failure);
    }
  });
  const faultOf = (entry: string) => (error instanceof Refusal ? error.at(entry) : undefined);
  return (
    <Dialog
      open
      title={title}
      okText={t("shape.keep")}
      cancelText={t("shape.cancel")}
      confirmLoading={submit.isBusy}
      onOk={() => submit.run()}
      onCancel={onClose}
    >
      <DialogForm onSubmit={() => submit.run()}>
        {typeof children === "function" ? children(faultOf) : children}
        {missing ? (
          <p className="fault" role="alert">
            {t("shape.missing", { what: missing })}
          </p>
        ) : null}
        <Fault error={error} />
      </DialogForm>
    </Dialog>
  );
}

const isMissing = (made: Patch | { missing: string }): made is { missing: string } => typeof made.missing === "string";

interface LabelEntriesProps {
  value: Label;
  onChange: (value: Label) => void;
  zh?: string;
  en?: string;
  isRequired?: boolean;
}

/** A label in both languages. */
export function LabelEntries({ value, onChange, zh, en, isRequired = true }: LabelEntriesProps) {
  const t = useText();
  return (
    <div className="both-languages">
      <Entry label={zh ?? t("shape.label_zh")} isRequired={isRequired}>
        {(id) => (
          <Input id={id} value={value.zh} onChange={(event) => onChange({ ...value, zh: event.target.value })} />
        )}
      </Entry>
      <Entry label={en ?? t("shape.label_en")} isRequired={isRequired}>
        {(id) => (
          <Input id={id} value={value.en} onChange={(event) => onChange({ ...value, en: event.target.value })} />
        )}
      </Entry>
    </div>
  );
}

/** What is said of a field to whoever fills it in; it may be nothing. */
export function HelpEntries({ value, onChange }: Pick<LabelEntriesProps, "value" | "onChange">) {
  const t = useText();
  return (
    <LabelEntries
      value={value}
      onChange={onChange}
      zh={t("shape.help_zh")}
      en={t("shape.help_en")}
      isRequired={false}
    />
  );
}

/** The word for what a help lacks that is said in one language only. */
export const lackingHelp = (help: Label) =>
  help.zh === help.en || isWhole(help) ? undefined : help.zh.trim() ? "shape.help_en" : "shape.help_zh";

export const isWhole = (label: Label) => label.zh.trim() !== "" && label.en.trim() !== "";
