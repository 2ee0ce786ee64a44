// The moment of a record that matters in a list: its promise if it has one, else when it changed; always with its word.
import type { ListedRecord } from "../api/wire";
import { useText } from "../text/language";
import { moment, near, nearDay } from "../text/time";
import { Until } from "./Due";

interface WhenProps {
  record: ListedRecord;
  /** A list of what changed tells the change, whatever was promised. */
  by?: "promise" | "change";
  /** Where there is little room: of another day the day alone. */
  brief?: boolean;
}

export function When({ record, by = "promise", brief = false }: WhenProps) {
  const changed = <Changed record={record} brief={brief} />;
  return by === "promise" ? <Until record={record} otherwise={changed} /> : changed;
}

function Changed({ record, brief }: Pick<WhenProps, "record" | "brief">) {
  const t = useText();
  return (
    <time dateTime={record.updated_at} title={moment(record.updated_at)}>
      {t("look.updated", { at: (brief ? nearDay : near)(record.updated_at) })}
    </time>
  );
}
