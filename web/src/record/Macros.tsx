// The macros that a record offers: by the button, a key, or the palette; each shows what it would do first.
import { App, Button, Dropdown } from "antd";
import { type SyntheticEvent, useRef, useState } from "react";
import { type RecordAddress, useChanges } from "../api/record";
import type { Macro, Process, YuhengRecord } from "../api/wire";
import { useMacros } from "../api/words";
import { toInput } from "../field/value";
import { ActIcon } from "../look/icon";
import { useReason } from "../look/Wait";
import { type Offer, useOffers } from "../palette/offer";
import { inBoth, useLabel, useText } from "../text/language";
import { MacroDialog } from "./MacroDialog";
import "./macro.css";

interface MacrosProps {
  at: RecordAddress;
  process: Process;
  record: YuhengRecord;
}

export function Macros({ at, process, record }: MacrosProps) {
  const t = useText();
  const label = useLabel();
  const { message } = App.useApp();
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [running, setRunning] = useState<Macro>();
  const macros = useMacros(at, record.version, process.may.macros).data ?? [];
  const giveBack = useGiveBack(at, record);
  useOffers([
    macros.length > 0
      ? {
          id: "macros",
          kind: "act",
          about: { record: record.number },
          label: inBoth("macro.menu"),
          key: "h",
          run: () => setOpen(true),
        }
      : undefined,
    ...macros.map(
      (macro): Offer => ({
        id: `macro:${macro.number}`,
        kind: "act",
        about: { record: record.number },
        label: inBoth("macro.named", { title: macro.title }),
        run: () => setRunning(macro),
      }),
    ),
  ]);
  const items = macros.map((macro) => ({
    key: macro.number,
    label: (
      <span className="more-action">
        <span>{label(macro.title)}</span>
        {macro.purpose ? <span className="why">{label(macro.purpose)}</span> : null}
      </span>
    ),
    onClick: ({ domEvent }: { domEvent: SyntheticEvent }) => {
      domEvent.preventDefault();
      button.current?.focus();
      setRunning(macro);
    },
  }));
  return (
    <>
      {items.length > 0 ? (
        <Dropdown
          menu={{ items, className: "macro-menu" }}
          trigger={["click"]}
          autoFocus
          open={isOpen}
          onOpenChange={(opens) => {
            if (!opens && document.activeElement?.closest("[role=menu]")) button.current?.focus();
            setOpen(opens);
          }}
        >
          <Button ref={button} icon={<ActIcon />} aria-label={t("macro.menu")} title={`${t("macro.menu")}  H`} />
        </Dropdown>
      ) : null}
      {running ? (
        <MacroDialog
          key={running.number}
          at={at}
          process={process}
          record={record}
          macro={running}
          onDone={(version) => {
            setRunning(undefined);
            if (running.sets_only) giveBack(running, running.sets_only, record, version, message);
          }}
          onClose={() => setRunning(undefined)}
        />
      ) : null}
    </>
  );
}

type Message = ReturnType<typeof App.useApp>["message"];

/** Offers to give back what the fields held before; what others changed since is not written over. */
function useGiveBack(at: RecordAddress, { number }: YuhengRecord) {
  const t = useText();
  const label = useLabel();
  const reason = useReason();
  const { update } = useChanges(at);
  return (macro: Macro, fields: string[], before: YuhengRecord, version: number, message: Message) => {
    const key = `macro:${number}`;
    const former = Object.fromEntries(fields.map((field) => [field, toInput(before.fields[field])]));
    const undo = async () => {
      message.destroy(key);
      await update.mutateAsync({ fields: former, version }).catch((why: unknown) => message.error(reason(why)));
    };
    void message.open({
      key,
      duration: 12,
      content: (
        <>
          {t("macro.done", { title: label(macro.title) })}{" "}
          <Button type="link" size="small" onClick={() => void undo()}>
            {t("bulk.undo")}
          </Button>
        </>
      ),
    });
  };
}
