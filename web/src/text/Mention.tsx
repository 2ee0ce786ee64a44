// Somebody addressed in a text: written as the number of a person after @, read as a name.
import { useMe } from "../api/account";
import { useNumber } from "../api/number";
import type { Process } from "../api/wire";
import { NumberLink } from "./NumberLink";

export function Mention({ process, number }: { process: Process; number: string }) {
  // A customer reads no staff record, and is told nothing by asking.
  const isStaff = useMe().data?.customer === null;
  const name = useNumber(number, isStaff).data?.title;
  if (!name) {
    return (
      <span className="mention">
        @<NumberLink process={process} number={number} />
      </span>
    );
  }
  return (
    <span className="mention" title={number}>
      @{name}
    </span>
  );
}
