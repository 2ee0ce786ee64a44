// The form that controls below answer, and what the server found wrong with it.
import { useQuery } from "@tanstack/react-query";
import { createContext } from "react";
import { recordQuery } from "../api/record";
import type { Fields, Process, TableRow } from "../api/wire";
import { isReference } from "../field/value";
import { isQuestions } from "./shape";

export interface FormContent {
  /** The questions that are answered. */
  questions: TableRow[];
  /** The field that names what is ordered, and brings the questions. */
  item?: string;
  /** What is wrong, by path: `answers.kind`, `questions[1].zh`. */
  faults: { [path: string]: string };
}

export const FormContext = createContext<FormContent>({ questions: [], faults: {} });

/** Which reference brings a form, and from which field of what it names. */
export function bringing(process: Process | undefined) {
  const isForm = (id: string) => isQuestions(process?.fields.find((field) => field.id === id));
  return process?.copies.find(({ to }) => isForm(to));
}

/** The questions that what is chosen on a form brings: the definition says which reference brings them. */
export function useQuestions(process: Process | undefined, values: Fields): TableRow[] {
  const copy = bringing(process);
  const item = copy ? values[copy.from] : undefined;
  const at = isReference(item) ? { process: String(item.process), number: String(item.number) } : undefined;
  const found = useQuery({
    ...recordQuery(at ?? { process: "", number: "" }),
    enabled: Boolean(at?.process && at.number),
  });
  const rows = at && copy ? found.data?.fields[copy.field] : undefined;
  return Array.isArray(rows) ? rows : [];
}

/** Faults as their messages by path. */
export const faultsOf = (faults: { field: string; message: string }[] | undefined) =>
  Object.fromEntries((faults ?? []).map(({ field, message }) => [field, message]));
