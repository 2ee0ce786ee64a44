// Puts a record on paper: asks whether internal notes go along where there are any to see, then prints the form.
import { Button, Radio } from "antd";
import { useEffect, useEffectEvent, useState } from "react";
import { createPortal, flushSync } from "react-dom";
import { useMe } from "../api/account";
import type { RecordAddress } from "../api/record";
import type { Process, YuhengRecord } from "../api/wire";
import { Dialog } from "../look/Dialog";
import { PrintIcon } from "../look/icon";
import { useOffers } from "../palette/offer";
import { inBoth, useText } from "../text/language";
import { useCompany } from "./company";
import { PrintForm } from "./PrintForm";
import type { Side } from "./paper";

interface PrintButtonProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
  /** Whether the button says in words what it does. */
  inWords?: boolean;
}

export function PrintButton({ at, process, record, inWords = false }: PrintButtonProps) {
  const t = useText();
  const isCustomer = Boolean(useMe().data?.customer);
  const [isAsking, setAsking] = useState(false);
  const [side, setSide] = useState<Side>("public");
  const [isOnPaper, setOnPaper] = useState(false);
  const put = (chosen: Side) => {
    setSide(chosen);
    setAsking(false);
    setOnPaper(true);
  };
  const print = () => (isCustomer ? put("public") : setAsking(true));
  useOffers([
    { id: "print", kind: "act", about: { record: record.number }, label: inBoth("record.print"), run: print },
  ]);
  useCompany();
  // The browser's own command prints the form as well, with what the last choice allowed.
  useOnPrint(
    () => flushSync(() => setOnPaper(true)),
    () => setOnPaper(false),
  );
  return (
    <>
      <Button
        type="text"
        size={inWords ? undefined : "small"}
        className="print"
        icon={<PrintIcon />}
        aria-label={t("record.print")}
        onClick={print}
      >
        {inWords ? t("record.print") : null}
      </Button>
      <PrintChoice open={isAsking} side={side} choose={setSide} print={put} close={() => setAsking(false)} />
      {isOnPaper
        ? createPortal(
            <PrintForm at={at} process={process} record={record} side={isCustomer ? "public" : side} />,
            document.body,
          )
        : null}
    </>
  );
}

function useOnPrint(before: () => void, after: () => void) {
  const began = useEffectEvent(before);
  const done = useEffectEvent(after);
  useEffect(() => {
    const ended = new AbortController();
    window.addEventListener("beforeprint", () => began(), ended);
    window.addEventListener("afterprint", () => done(), ended);
    return () => ended.abort();
  }, []);
}

interface PrintChoiceProps {
  open: boolean;
  side: Side;
  choose: (side: Side) => void;
  print: (side: Side) => void;
  close: () => void;
}

function PrintChoice({ open, side, choose, print, close }: PrintChoiceProps) {
  const t = useText();
  return (
    <Dialog
      open={open}
      width={400}
      title={t("record.print")}
      okText={t("record.print")}
      cancelText={t("record.cancel")}
      onOk={() => print(side)}
      onCancel={close}
    >
      <Radio.Group className="print-choice" value={side} onChange={(event) => choose(event.target.value as Side)}>
        <Radio value="public">
          {t("print.public")}
          <span className="quiet">{t("print.public_why")}</span>
        </Radio>
        <Radio value="internal">
          {t("print.internal")}
          <span className="quiet">{t("print.internal_why")}</span>
        </Radio>
      </Radio.Group>
    </Dialog>
  );
}
