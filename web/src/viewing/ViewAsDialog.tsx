// Before one looks through somebody's eyes: what is seen then, and that it is told.
import { useState } from "react";
import { useOnce } from "../api/once";
import { beginViewing } from "../api/viewing";
import { Dialog } from "../look/Dialog";
import { Fault } from "../look/Fault";
import { useText } from "../text/language";

interface Props {
  /** The person's number, or identity. */
  person: string;
  name: string;
  onClose: () => void;
}

export function ViewAsDialog({ person, name, onClose }: Props) {
  const t = useText();
  const [refused, setRefused] = useState<unknown>();
  const begin = useOnce(() => beginViewing(person).catch(setRefused));
  return (
    <Dialog
      open
      title={t("viewing.begin_of", { name })}
      width={480}
      okText={t("viewing.begin")}
      cancelText={t("record.cancel")}
      confirmLoading={begin.isBusy}
      onOk={() => begin.run()}
      onCancel={onClose}
    >
      <ul className="viewing-terms">
        {["viewing.term_same", "viewing.term_both", "viewing.term_read", "viewing.term_told"].map((term) => (
          <li key={term}>{t(term, { name })}</li>
        ))}
      </ul>
      <Fault error={refused} />
    </Dialog>
  );
}
