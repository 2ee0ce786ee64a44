// What a customer began to answer where nothing more can be said.
import { useNavigate } from "@tanstack/react-router";
import { newKey } from "../api/client";
import { keepAt, keptAt, useKept } from "../api/kept";
import { moveFiles, useKeptFiles } from "../api/keptFiles";
import type { RecordAddress } from "../api/record";
import type { Reference } from "../api/wire";
import { useText } from "../text/language";
import { Left } from "./Left";

/** What is kept of an answer: its words, and the key under which they will be sent. */
export interface Begun {
  text: string;
  key: string;
}

export const nothing = (): Begun => ({ text: "", key: newKey() });
export const placeOf = (number: string) => `answer.${number}`;

interface UnsentProps {
  writer: string;
  at: RecordAddress;
  goesOn: Reference | undefined;
}

export function Unsent({ writer, at, goesOn }: UnsentProps) {
  const t = useText();
  const navigate = useNavigate();
  const { value, forget } = useKept(writer, placeOf(at.number), nothing, "browser");
  const files = useKeptFiles(writer, placeOf(at.number));
  const carry = async (to: Reference) => {
    const there = keptAt<Begun>(writer, placeOf(to.number), "browser")?.text ?? "";
    const text = [there, value.text].filter(Boolean).join("\n");
    keepAt(writer, placeOf(to.number), { text, key: newKey() } satisfies Begun, "browser");
    await moveFiles(writer, files.files, placeOf(to.number));
    forget();
    await navigate({ to: "/records/$process/$number", params: { process: to.process, number: to.number } });
  };
  if (value.text.trim() === "" && files.files.length === 0) return null;
  const there = goesOn?.number ? { number: goesOn.number, run: () => carry(goesOn) } : undefined;
  const kept = { text: value.text, files, forget };
  return <Left writer={writer} title={t("unsent.title")} carry={there} again={at.process} {...kept} />;
}
