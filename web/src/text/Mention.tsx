// Somebody addressed in a text: written as the number of a person after @, read as a name.
import { useMe } from "../api/account";
import { useNumber } from "../api/number";
import type { Process } from "../api/wire";
import { useText } from "./language";
import { NumberLink } from "./NumberLink";

interface MentionProps {
  /** What the number is of; none: of nothing that the reader sees anything of. */
  process: Process | undefined;
  number: string;
  /** What came with the text. */
  name: string | undefined;
}

export function Mention({ process, number, name }: MentionProps) {
  const t = useText();
  // A customer reads no staff record, and is told nothing by asking.
  const isStaff = useMe().data?.customer === null;
  const found = useNumber(number, isStaff && name === undefined && process !== undefined).data?.title;
  const shown = name ?? found ?? (isStaff ? undefined : t("text.somebody"));
  if (shown) {
    return (
      <span className="mention" title={isStaff ? number : undefined}>
        @{shown}
      </span>
    );
  }
  return <span className="mention">@{process ? <NumberLink process={process} number={number} /> : number}</span>;
}
