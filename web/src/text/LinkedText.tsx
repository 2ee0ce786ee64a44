// A text in which numbers such as INC0000042 are links to their records, and those of people after @ are names.
import type { ReactNode } from "react";
import { processOfNumber, useDefinitions } from "../api/definitions";
import { Mention } from "./Mention";
import { NumberLink } from "./NumberLink";

const NUMBER = /(@?\b[A-Z]{2,6}\d{7,}\b)/;

export function LinkedText({ text }: { text: string }) {
  return <span className="prose">{NUMBER.test(text) ? <Linked text={text} /> : text}</span>;
}

function Linked({ text }: { text: string }) {
  const definitions = useDefinitions();
  const parts: ReactNode[] = text.split(NUMBER).map((part, index) => {
    const number = part.replace(/^@/, "");
    const process = index % 2 === 1 ? processOfNumber(definitions, number) : undefined;
    if (!process) return part;
    const Part = part === number ? NumberLink : Mention;
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other identity
    return <Part key={index} process={process} number={number} />;
  });
  return <>{parts}</>;
}
