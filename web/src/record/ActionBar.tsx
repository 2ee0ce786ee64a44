// What may be done next: at most three buttons, the rest under "more"; what may not be done says why.

import { Button, Dropdown } from "antd";
import { type RefObject, type SyntheticEvent, useEffect, useLayoutEffect, useRef } from "react";
import type { RecordAddress } from "../api/record";
import type { Action, Process, YuhengRecord } from "../api/wire";
import { MoreIcon } from "../look/icon";
import { useLabel, useText } from "../text/language";
import { Denied } from "./Denied";
import { Macros } from "./Macros";
import { useSteps } from "./useSteps";

const AT_MOST = 3;

export function ActionBar({ at, process, record }: { at: RecordAddress; process: Process; record: YuhengRecord }) {
  const t = useText();
  const label = useLabel();
  const more = useRef<HTMLButtonElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const { steps, start, pending, dialog } = useSteps(at, process, record);
  const forward = steps.filter((action) => action.id.startsWith("transition:"));
  const possible = (way: Action["leads"]) => forward.filter((action) => action.allowed && action.leads === way);
  // What gives up on the record or ends it is never the first thing to press.
  const allowed = [...possible("on"), ...possible("nowhere"), ...possible("out")];
  const denied = forward.filter((action) => !action.allowed);
  const shown = [...allowed, ...denied].slice(0, AT_MOST);
  const rest = steps.filter((action) => !shown.includes(action));
  useFocusKept(bar);
  const items = rest.map((action) => ({
    key: action.id,
    disabled: !action.allowed,
    danger: action.comment === "reason" && action.allowed,
    label: (
      <span className="more-action">
        <span>{label(action.label)}</span>
        {action.missing ? <span className="why">{label(action.missing.text)}</span> : null}
      </span>
    ),
    onClick: ({ domEvent }: { domEvent: SyntheticEvent }) => {
      // The key that chose it presses nothing in the dialog.
      domEvent.preventDefault();
      // The menu goes; a dialog gives the focus back to what opened it.
      more.current?.focus();
      start(action);
    },
  }));
  const macros = <Macros at={at} process={process} record={record} />;
  if (steps.length === 0 && !dialog) return macros;
  return (
    <div
      ref={bar}
      tabIndex={-1}
      // A key that is still held down takes no further step. What is pressed in its dialogs comes by here too.
      onKeyDown={(event) => {
        const isHere = bar.current?.contains(event.target as Node);
        if (isHere && event.repeat && event.key === "Enter") event.preventDefault();
      }}
      className="actions"
      role="toolbar"
      aria-label={t("record.actions")}
    >
      {shown.map((action) =>
        action.allowed ? (
          <Button
            key={action.id}
            type={action.is_main ? "primary" : "default"}
            loading={pending === action.id}
            onClick={() => start(action)}
          >
            {label(action.label)}
          </Button>
        ) : (
          <Denied key={action.id} action={action} />
        ),
      )}
      {items.length > 0 ? (
        <Dropdown
          menu={{ items }}
          trigger={["click"]}
          autoFocus
          onOpenChange={(isOpen) => {
            // Esc in the menu gives the focus back.
            if (!isOpen && document.activeElement?.closest("[role=menu]")) more.current?.focus();
          }}
        >
          <Button ref={more} icon={<MoreIcon />} aria-label={t("record.more_actions")} />
        </Dropdown>
      ) : null}
      {macros}
      {dialog}
    </div>
  );
}

/** Where a step took away the button that had the focus, the bar has it: the next Tab leads to what can be done next, and an Enter
 * too many presses nothing. */
function useFocusKept(bar: RefObject<HTMLElement | null>) {
  const held = useRef<Element>(undefined);
  useEffect(() => {
    const note = ({ target }: FocusEvent) => {
      held.current = target instanceof Element && bar.current?.contains(target) ? target : undefined;
    };
    // Whoever goes on by the pointer is led back to nothing.
    const forget = ({ target }: PointerEvent) => {
      if (!bar.current?.contains(target as Node)) held.current = undefined;
    };
    document.addEventListener("focusin", note);
    document.addEventListener("pointerdown", forget);
    return () => {
      document.removeEventListener("focusin", note);
      document.removeEventListener("pointerdown", forget);
    };
  }, [bar]);
  useLayoutEffect(() => {
    const isGone = held.current !== undefined && !held.current.isConnected;
    if (isGone && document.activeElement === document.body) bar.current?.focus({ preventScroll: true });
  });
}
