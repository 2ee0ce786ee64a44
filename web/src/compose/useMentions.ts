// Asks for people while one is being addressed, and puts the chosen one into the text.
import { type KeyboardEvent, useState } from "react";
import { ofContent, useDefinitions } from "../api/definitions";
import { useCandidates } from "../api/records";
import type { ListedRecord } from "../api/wire";
import { type Asked, askedAt, withName } from "./mention";

const MOST = 6;

interface Mentions {
  people: ListedRecord[];
  at: number;
  look: (area: HTMLTextAreaElement) => void;
  close: () => void;
  take: (person: ListedRecord, area: HTMLTextAreaElement | null) => void;
  /** Whether the key was for the list. */
  press: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
}

export function useMentions(text: string, write: (text: string, name: string, number: string) => void): Mentions {
  const { processes } = useDefinitions();
  const [asked, setAsked] = useState<Asked>();
  const [at, setAt] = useState(0);
  const own = ofContent(processes, "person").map(({ id }) => ({ process: id }));
  const found = useCandidates(own, asked?.sought ?? "", asked !== undefined && own.length > 0);
  const people = asked ? (found.data ?? []).slice(0, MOST) : [];
  const take = (person: ListedRecord, area: HTMLTextAreaElement | null) => {
    if (!asked || !person.title) return;
    const next = withName(text, asked, person.title);
    write(next.text, person.title, person.number);
    setAsked(undefined);
    requestAnimationFrame(() => area?.setSelectionRange(next.caret, next.caret));
  };
  const look = (area: HTMLTextAreaElement) => {
    setAsked(askedAt(area.value, area.selectionStart));
    setAt(0);
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (people.length === 0 || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const person = people[at];
    if (step) setAt((at + step + people.length) % people.length);
    else if (event.key === "Escape") setAsked(undefined);
    else if ((event.key === "Enter" || event.key === "Tab") && person) take(person, event.currentTarget);
    else return false;
    event.preventDefault();
    return true;
  };
  return { people, at, look, close: () => setAsked(undefined), take, press };
}
