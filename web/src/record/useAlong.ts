// What came with the references that a record holds: where the step's form names another, it goes over with that.
import { useQueries } from "@tanstack/react-query";
import { recordQuery } from "../api/record";
import type { Fields, Process } from "../api/wire";
import { isReference, same } from "../field/value";

/** Of the fields that a form asks for, those whose value came with another of its fields, each with that one's name; not those
 * that a reference brings which the definition names earlier, or of which that is not known: these stay. */
export function useAlong(process: Process, fields: Fields, asked: string[]): { [field: string]: string } {
  const moves = process.copies.filter(({ from, to }) => asked.includes(from) && asked.includes(to));
  const copies = process.copies.filter(({ to }) => moves.some((move) => move.to === to));
  const named = copies.flatMap((copy) => {
    const value = fields[copy.from];
    return isReference(value) && value.number && isReference(fields[copy.to]) ? [{ copy, value }] : [];
  });
  const found = useQueries({
    queries: named.map(({ value: { process, number } }) => recordQuery({ process, number })),
  });
  const brings = named.map(({ copy }, index) => {
    const known = found[index]?.data;
    const brought = known?.fields[copy.field];
    return known === undefined ? undefined : isReference(brought) && same(brought, fields[copy.to]);
  });
  const isHeld = (at: number) =>
    named.some(({ copy }, index) => index < at && copy.to === named[at]?.copy.to && brings[index] !== false);
  const came = named.filter(({ copy }, at) => moves.includes(copy) && brings[at] && !isHeld(at));
  return Object.fromEntries(came.map(({ copy }) => [copy.to, copy.from]));
}
