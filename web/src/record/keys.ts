// The keys of a record: `e` edits its title, `r` replies, `m` makes an internal note.
import { useEffect } from "react";
import { isTyping } from "../frame/keys";

const PLACE: { [key: string]: string } = {
  e: ".record-title .edit",
  r: ".composer.public textarea",
  m: ".composer.internal textarea",
};

export function useRecordKeys() {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const place = PLACE[event.key];
      const found = place && !isTyping(event) ? document.querySelector<HTMLElement>(place) : null;
      if (!found) return;
      event.preventDefault();
      if (found instanceof HTMLButtonElement) found.click();
      else found.focus();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}
