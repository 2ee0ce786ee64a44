// A list is given a name and kept.
import { useState } from "react";
import { Refusal } from "../api/client";
import { fieldOf } from "../api/definitions";
import { useOnce } from "../api/once";
import { type KeptList, useKeepView } from "../api/views";
import type { Process } from "../api/wire";
import { FieldRow } from "../field/FieldRow";
import { Dialog } from "../look/Dialog";
import { DialogForm } from "../look/DialogForm";
import { Fault } from "../look/Fault";
import { useText } from "../text/language";

interface KeepDialogProps {
  keeper: Process;
  process: Process;
  list: KeptList;
  onClose: () => void;
  onKept: (view: string) => void;
}

export function KeepDialog({ keeper, process, list, onClose, onKept }: KeepDialogProps) {
  const t = useText();
  const { create } = useKeepView(keeper.id, process.id);
  const [title, setTitle] = useState("");
  const [error, setError] = useState<unknown>();
  const submit = useOnce(async () => {
    setError(undefined);
    try {
      const made = await create.mutateAsync({ ...list, title });
      onKept(made.number);
    } catch (failure) {
      setError(failure);
    }
  });
  const field = fieldOf(keeper, keeper.title);
  const fault = error instanceof Refusal ? error.at(keeper.title) : undefined;
  return (
    <Dialog
      open
      title={t("view.keep_as")}
      okText={t("view.keep")}
      cancelText={t("record.go_back")}
      confirmLoading={submit.isBusy}
      onOk={() => submit.run()}
      onCancel={onClose}
    >
      <DialogForm onSubmit={() => submit.run()}>
        {field ? (
          <FieldRow field={field} value={title} fault={fault} onChange={(value) => setTitle(String(value ?? ""))} />
        ) : null}
        <p className="quiet">{t("view.kept_for_oneself")}</p>
        {fault ? null : <Fault error={error} />}
      </DialogForm>
    </Dialog>
  );
}
