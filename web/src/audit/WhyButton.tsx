// Beside a record, for those who answer for rights: who may do what with it, and why.
import { Button } from "antd";
import { useState } from "react";
import { ofContent, useDefinitions } from "../api/definitions";
import type { RecordAddress } from "../api/record";
import { KeyIcon } from "../look/icon";
import { useOffers } from "../palette/offer";
import { inBoth, useText } from "../text/language";
import { RightsDialog } from "./RightsDialog";

export function WhyButton({ at }: { at: RecordAddress }) {
  const t = useText();
  const { processes } = useDefinitions();
  const [isOpen, setOpen] = useState(false);
  const people = [...ofContent(processes, "person"), ...ofContent(processes, "contact")];
  const may = people.some((process) => process.may.view_as);
  const open = () => setOpen(true);
  useOffers(
    may ? [{ id: "why", kind: "act", about: { record: at.number }, label: inBoth("audit.why_title"), run: open }] : [],
  );
  if (!may) return null;
  return (
    <>
      <Button
        type="text"
        size="small"
        className="unprinted"
        icon={<KeyIcon />}
        aria-label={t("audit.why_title")}
        title={t("audit.why_title")}
        onClick={open}
      />
      {isOpen ? <RightsDialog at={at} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
