// A text in which numbers such as INC0000042 are links to their records.
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { processOfNumber, useDefinitions } from "../api/definitions";

const NUMBER = /\b([A-Z]{2,6}\d{7,})\b/;

export function LinkedText({ text }: { text: string }) {
  const definitions = useDefinitions();
  const parts: ReactNode[] = text.split(NUMBER).map((part, index) => {
    const process = index % 2 === 1 ? processOfNumber(definitions, part) : undefined;
    if (!process) return part;
    return (
      <Link
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other identity
        key={index}
        className="number"
        to="/records/$process/$number"
        params={{ process: process.id, number: part }}
      >
        {part}
      </Link>
    );
  });
  return <span className="prose">{parts}</span>;
}
