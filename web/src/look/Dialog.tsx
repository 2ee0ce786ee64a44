// A dialog over the page. It comes and goes at once: one that fades away still holds the focus and swallows the keys
// that its reader means for the page, and takes the focus back from where a quick one has put it. The focus goes to what is to be
// filled in, never to the button that closes it, and back to where it came from.
import { Modal, type ModalProps } from "antd";
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { focusContent } from "./focus";

/** An open calendar, whose field does not say that it is open. */
const CALENDAR = ".ant-picker-dropdown:not(.ant-picker-dropdown-hidden)";

/** How soon after an input method's words an Esc still belongs to them, in milliseconds. */
const ENDING = 200;

/** Whether something is being asked that has to be answered first. */
export const isDialogOpen = () => document.querySelector(".ant-modal[role=dialog]") !== null;

export function Dialog({ children, afterOpenChange, ...props }: ModalProps) {
  const within = useRef<HTMLDivElement>(null);
  const composed = useRef(0);
  const begin = () => {
    // Somebody quick may be in a field already.
    if (!within.current?.contains(document.activeElement)) focus(beginningOf(within.current));
  };
  const beginNow = useEffectEvent(begin);
  // Before anything else is done: a key pressed meanwhile would go to the page, or to the button that closes the dialog.
  useLayoutEffect(() => {
    if (props.open) beginNow();
  }, [props.open]);
  return (
    <Modal
      transitionName=""
      maskTransitionName=""
      destroyOnHidden
      afterOpenChange={(isOpen) => {
        if (isOpen) begin();
        afterOpenChange?.(isOpen);
      }}
      {...props}
      wrapProps={{
        onCompositionEnd: () => {
          composed.current = Date.now();
        },
        // From the first moment on, whatever else was open before. One that ends an input method's words, or an open list, stays there.
        onKeyDown: (event: KeyboardEvent) => {
          if (event.key !== "Escape" || event.nativeEvent.isComposing || Date.now() - composed.current < ENDING) return;
          if (document.activeElement?.ariaExpanded === "true" || document.querySelector(CALENDAR)) return;
          event.stopPropagation();
          props.onCancel?.(event as unknown as MouseEvent<HTMLButtonElement>);
        },
      }}
    >
      <Within place={within}>{children}</Within>
    </Modal>
  );
}

/** What stands in the dialog; when it goes, the focus is where it was, unless somebody has it elsewhere by then; where that
 * is gone, at the content. */
function Within({ place, children }: { place: RefObject<HTMLDivElement | null>; children: ReactNode }) {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (document.activeElement !== document.body) return;
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
      // What is gone, or hidden by now, takes no focus.
      if (document.activeElement === document.body) focusContent();
    },
    [before],
  );
  return (
    <div ref={place} className="dialog-within" tabIndex={-1}>
      {children}
    </div>
  );
}

const FIELDS = "input:not([type=hidden], [type=radio]:not(:checked)):enabled, textarea:enabled";

/** Where one goes on in a form: in words that are begun, else at the first field that is empty, else at the first. */
function beginningOf(form: HTMLElement | null): HTMLElement | null {
  if (!form) return null;
  const fields = [...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(FIELDS)];
  const begun = fields.findLast((field) => field instanceof HTMLTextAreaElement && field.value !== "");
  return begun ?? fields.find((field) => field.value === "") ?? fields[0] ?? form;
}

function focus(place: HTMLElement | null) {
  place?.focus({ preventScroll: true });
  if (place instanceof HTMLTextAreaElement) place.setSelectionRange(place.value.length, place.value.length);
}
