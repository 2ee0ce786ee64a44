// Files that come by pasting or dropping anywhere on a record.
import { useEffect, useEffectEvent, useState } from "react";

const holdsFiles = (data: DataTransfer | null) => Boolean(data?.types.includes("Files"));

/** Hands on what is pasted or dropped; says whether files are being dragged over the page. */
export function useFiles(isOn: boolean, take: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false);
  const taken = useEffectEvent(take);
  useEffect(() => {
    if (!isOn) return;
    const drag = (event: DragEvent) => {
      if (!holdsFiles(event.dataTransfer)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const come = (event: Event, data: DataTransfer | null) => {
      if (!holdsFiles(data)) return;
      event.preventDefault();
      setOver(false);
      taken([...(data?.files ?? [])]);
    };
    const drop = (event: DragEvent) => come(event, event.dataTransfer);
    const paste = (event: ClipboardEvent) => come(event, event.clipboardData);
    const ended = new AbortController();
    const { signal } = ended;
    window.addEventListener("dragover", drag, { signal });
    window.addEventListener("dragleave", leave, { signal });
    window.addEventListener("drop", drop, { signal });
    window.addEventListener("paste", paste, { signal });
    return () => ended.abort();
  }, [isOn]);
  return over;
}
