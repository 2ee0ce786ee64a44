// The form that controls below answer, and what the server found wrong with it.
import { useQuery } from "@tanstack/react-query";
import { createContext } from "react";
import { Refusal } from "../api/client";
import { type RecordAddress, recordQuery } from "../api/record";
import type { Fields, Process, TableRow, YuhengRecord } from "../api/wire";
import { isReference } from "../field/value";
import { isQuestions } from "./shape";

export interface FormContent {
  /** The questions that are answered. */
  questions: TableRow[];
  /** The field that names what is ordered, and brings the questions. */
  item?: string;
  /** Whether what is ordered is offered no longer. */
  isGone?: boolean;
  /** What is wrong, by path: `answers.kind`, `questions[1].zh`. */
  faults: { [path: string]: string };
}

export const FormContext = createContext<FormContent>({ questions: [], faults: {} });

/** Which reference brings a form, and from which field of what it names. */
export function bringing(process: Process | undefined) {
  const isForm = (id: string) => isQuestions(process?.fields.find((field) => field.id === id));
  return process?.copies.find(({ to }) => isForm(to));
}

/** The form that what is chosen brings, as far as it is known. */
export interface ItemForm {
  questions: TableRow[];
  /** Whether it has been read, or nothing that would bring one is chosen. */
  isKnown: boolean;
  /** What is chosen can't be seen any more: it is offered no longer. */
  isGone: boolean;
}

const rowsIn = (value: unknown): TableRow[] => (Array.isArray(value) ? value : []);

/** Where the record stands that brings the form. */
export function bringerOf(process: Process | undefined, values: Fields): RecordAddress | undefined {
  const copy = bringing(process);
  const item = copy ? values[copy.from] : undefined;
  return isReference(item) && item.process && item.number
    ? { process: String(item.process), number: String(item.number) }
    : undefined;
}

/** The questions in the record that brings them. */
export const questionsIn = (process: Process | undefined, record: YuhengRecord | undefined): TableRow[] =>
  rowsIn(record?.fields[bringing(process)?.field ?? ""]);

export const isUnseen = (error: unknown) => error instanceof Refusal && [403, 404, 410].includes(error.status);

/** The form that what is chosen brings: the definition says which reference brings it. */
export function useItemForm(process: Process | undefined, values: Fields): ItemForm {
  const at = bringerOf(process, values);
  const found = useQuery({ ...recordQuery(at ?? { process: "", number: "" }), enabled: at !== undefined });
  const isGone = at !== undefined && isUnseen(found.error);
  const questions = at && !isGone ? questionsIn(process, found.data) : [];
  return { questions, isKnown: at === undefined || isGone || found.data !== undefined, isGone };
}

/** Faults as their messages by path. */
export const faultsOf = (faults: { field: string; message: string }[] | undefined) =>
  Object.fromEntries((faults ?? []).map(({ field, message }) => [field, message]));
