// The definitions, narrowed by the server to what the signed-in person may see.
import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { read } from "./client";
import type { Definitions, Field, Process, State } from "./wire";

export const definitionsQuery = queryOptions({
  queryKey: ["definitions"],
  queryFn: ({ signal }) => read<Definitions>("/definitions", signal),
  staleTime: 300_000,
});

export const useDefinitions = (): Definitions => useSuspenseQuery(definitionsQuery).data;

export function useProcess(id: string): Process | undefined {
  return useDefinitions().processes.find((process) => process.id === id);
}

export function fieldOf(process: Process, id: string): Field | undefined {
  return process.fields.find((field) => field.id === id);
}

export function stateOf(process: Process | undefined, id: string): State | undefined {
  return process?.states.find((state) => state.id === id);
}

/** The processes whose records in force are that to the engine: people, calendars, the organisation. */
export function ofContent(processes: Process[], content: string): Process[] {
  return processes.filter((process) => process.content === content);
}

const KEPT = new Set(["saved_view", "board"]);

/** The processes of which one opens records by a form; a view is kept from its list, a board made where boards are. */
export function openedByForm(processes: Process[]): Process[] {
  return processes.filter((process) => process.may.create && !KEPT.has(process.content ?? ""));
}

/** The process whose numbers begin with these letters. */
export function processOfNumber(definitions: Definitions, number: string): Process | undefined {
  const prefix = number.match(/^[A-Z]+/)?.[0];
  return definitions.processes.find((process) => process.prefix === prefix);
}

/** The record whose number is meant by what somebody types, `inc42`; nothing where it is none. */
export function numberMeant(definitions: Definitions, typed: string): { process: string; number: string } | undefined {
  const number = typed.trim().toUpperCase();
  const process = /^[A-Z]{2,6}\d+$/.test(number) ? processOfNumber(definitions, number) : undefined;
  return (
    process && { process: process.id, number: process.prefix + number.slice(process.prefix.length).padStart(7, "0") }
  );
}
