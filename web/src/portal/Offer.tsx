// What is offered, as whoever chooses among offers reads it: whose service it is part of, and its facts.
import { useQuery } from "@tanstack/react-query";
import { useDefinitions } from "../api/definitions";
import { recordQuery } from "../api/record";
import type { Field, Fields, Process, Reference } from "../api/wire";
import { FieldText } from "../field/FieldText";
import { isEmpty, isReference } from "../field/value";
import { useLabel } from "../text/language";

function useProcessOf({ process }: Reference): Process | undefined {
  return useDefinitions().processes.find(({ id }) => id === process);
}

/** What it is part of: the first record that its list names. */
export function Belonging({ to }: { to: Reference }) {
  const process = useProcessOf(to);
  const fields = "fields" in to ? (to.fields as Fields) : {};
  const named = process?.list.map((id) => fields[id]).find(isReference);
  return named ? <span className="optional">{named.title}</span> : null;
}

/** Whether a field is a fact of an offer: words, or what it is part of. */
const isFact = (process: Process, field: Field) =>
  field.id !== process.title &&
  !field.internal &&
  (field.kind === "text" ||
    field.kind === "long_text" ||
    (field.kind === "reference" && process.list.includes(field.id)));

export function Offer({ of }: { of: Reference }) {
  const label = useLabel();
  const process = useProcessOf(of);
  const found = useQuery(recordQuery({ process: String(of.process), number: String(of.number) }));
  const fields = found.data?.fields;
  if (!process || !fields) return null;
  return (
    <span className="offer-facts">
      {process.fields
        .filter((field) => isFact(process, field) && !isEmpty(fields[field.id]))
        .map((field) => {
          const value = fields[field.id];
          return (
            <span key={field.id} className="offer-fact">
              <span className="quiet">{label(field.label)}</span>
              <span>{isReference(value) ? value.title : <FieldText field={field} value={value} />}</span>
            </span>
          );
        })}
    </span>
  );
}
