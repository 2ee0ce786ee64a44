// Asks for texts while one is being looked for, and puts the chosen one where it was looked for.
import { type KeyboardEvent, type RefObject, useState } from "react";
import type { RecordAddress } from "../api/record";
import type { Audience, Label, TextTemplate } from "../api/wire";
import { useTexts } from "../api/words";
import { useLanguage } from "../text/language";
import type { Asked } from "./mention";
import { insert, soughtAt } from "./template";

/** As many as are shown at once. */
const MOST = 6;

export interface Templates {
  /** Whether a text is being looked for. */
  isOpen: boolean;
  isPending: boolean;
  found: TextTemplate[];
  at: number;
  sought: string;
  /** What of the text taken last there was nothing to fill in for. */
  gaps: Label[];
  error: unknown;
  look: (area: HTMLTextAreaElement) => void;
  /** Begins to look, as if `::` were typed. */
  begin: () => void;
  close: () => void;
  take: (template: TextTemplate) => void;
  /** Whether the key was for the list. */
  press: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
}

/** `at` is the record on which one writes; without it there is nothing to fill texts from, and none is offered. */
export function useTemplates(
  record: RecordAddress | undefined,
  audience: Audience,
  area: RefObject<HTMLTextAreaElement | null>,
  write: (text: string) => void,
): Templates {
  const { language } = useLanguage();
  const [asked, setAsked] = useState<Asked>();
  const [at, setAt] = useState(0);
  const [gaps, setGaps] = useState<Label[]>([]);
  const texts = useTexts(record, audience, asked?.sought, language);
  const found = asked ? (texts.data ?? []).slice(0, MOST) : [];
  const look = (of: HTMLTextAreaElement) => {
    setAsked(record ? soughtAt(of.value, of.selectionStart) : undefined);
    setAt(0);
    if (of.value === "") setGaps([]);
  };
  const take = (template: TextTemplate) => {
    if (!asked || !area.current) return;
    setAsked(undefined);
    setGaps(template.gaps);
    insert(area.current, asked, template.text, write);
  };
  const begin = () => {
    const of = area.current;
    if (!of) return;
    const isBegun = soughtAt(of.value, of.selectionStart) !== undefined;
    if (!isBegun) insert(of, { from: of.selectionStart, to: of.selectionEnd }, "::", write);
    else of.focus();
    requestAnimationFrame(() => look(of));
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (!asked || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const template = found[at];
    if (event.key === "Escape") setAsked(undefined);
    else if (step && found.length > 0) setAt((at + step + found.length) % found.length);
    else if ((event.key === "Enter" || event.key === "Tab") && template) take(template);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return {
    isOpen: asked !== undefined,
    isPending: texts.isPending,
    found,
    at: Math.min(at, Math.max(0, found.length - 1)),
    sought: asked?.sought ?? "",
    gaps,
    error: texts.error,
    look,
    begin,
    close: () => setAsked(undefined),
    take,
    press,
  };
}
