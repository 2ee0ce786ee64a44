// A text in which numbers such as INC0000042 are links to their records, and those of people after @ are names.
import type { ReactNode } from "react";
import { processOfNumber, useDefinitions } from "../api/definitions";
import type { Reference } from "../api/wire";
import { Mention } from "./Mention";
import { NumberLink } from "./NumberLink";

const NUMBER = /(@?\b[A-Z]{2,6}\d{7,}\b)/;

interface LinkedTextProps {
  text: string;
  /** Those who stand in it as @ and a number, as far as the reader may know their names. */
  mentioned?: Reference[] | undefined;
}

export function LinkedText({ text, mentioned = [] }: LinkedTextProps) {
  return <span className="prose">{NUMBER.test(text) ? <Linked text={text} mentioned={mentioned} /> : text}</span>;
}

function Linked({ text, mentioned = [] }: LinkedTextProps) {
  const definitions = useDefinitions();
  const parts: ReactNode[] = text.split(NUMBER).map((part, index) => {
    const number = part.replace(/^@/, "");
    const process = index % 2 === 1 ? processOfNumber(definitions, number) : undefined;
    const name = mentioned.find((one) => one.number === number)?.title;
    // biome-ignore-start lint/suspicious/noArrayIndexKey: the parts of a text have no other identity
    if (index % 2 === 1 && part !== number)
      return <Mention key={index} process={process} number={number} name={name} />;
    return process ? <NumberLink key={index} process={process} number={number} /> : part;
    // biome-ignore-end lint/suspicious/noArrayIndexKey: the parts of a text have no other identity
  });
  return <>{parts}</>;
}
