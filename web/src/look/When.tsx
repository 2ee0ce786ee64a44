// The moment of a record that matters in a list: its promise if it has one, else when it changed; always with its word.
import type { ListedRecord } from "../api/wire";
import { useText } from "../text/language";
import { moment, near } from "../text/time";
import { Until } from "./Due";

interface WhenProps {
  record: ListedRecord;
  /** A list of what changed tells the change, whatever was promised. */
  by?: "promise" | "change";
}

export function When({ record, by = "promise" }: WhenProps) {
  return by === "promise" ? (
    <Until record={record} otherwise={<Changed record={record} />} />
  ) : (
    <Changed record={record} />
  );
}

function Changed({ record }: Pick<WhenProps, "record">) {
  const t = useText();
  return (
    <time dateTime={record.updated_at} title={moment(record.updated_at)}>
      {t("look.updated", { at: near(record.updated_at) })}
    </time>
  );
}
