// Hears the keys, and does what the page offers for them.
import { App } from "antd";
import { useContext, useEffect } from "react";
import { type Offer, OffersContext } from "../palette/offer";
import { useLabel } from "../text/language";

/** What is being typed into, or chosen from: a key there is meant for it. */
const TYPED_INTO =
  "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], [role=dialog], [role=combobox], [role=menu]";
/** What takes Enter and Space by itself. */
const PRESSED = "a, button, input:not([type=radio]), [role=separator]";

/** A key by its name, as offers have it. */
function nameOf(event: KeyboardEvent): string | undefined {
  // With Alt a letter is another letter on many keyboards.
  if (event.isComposing || event.altKey) return undefined;
  if (!event.ctrlKey && !event.metaKey) return event.key;
  if (event.shiftKey) return undefined;
  return `Ctrl+${event.key.length === 1 ? event.key.toUpperCase() : event.key}`;
}

/** Whether a key is for what has the focus, not for the page. */
function isTaken(key: string, target: EventTarget | null): boolean {
  if (!(target instanceof Element) || key.startsWith("Ctrl+")) return false;
  const isPress = key === "Enter" || key === " ";
  return target.closest(isPress ? `${TYPED_INTO}, ${PRESSED}` : TYPED_INTO) !== null;
}

/** Does what is offered for the keys that are pressed, or says why it can't be done. */
export function useKeys() {
  const offers = useContext(OffersContext);
  const label = useLabel();
  const { message } = App.useApp();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const key = nameOf(event);
      if (!key || isTaken(key, event.target)) return;
      const isDone = (offer: Offer) => offer.key === key && Boolean(offer.run || offer.why);
      const offer = offers.all().find(isDone);
      if (!offer) return;
      event.preventDefault();
      if (event.repeat && !offer.repeats) return;
      if (offer.why) void message.info(label(offer.why));
      else offer.run?.();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [offers, label, message]);
}
