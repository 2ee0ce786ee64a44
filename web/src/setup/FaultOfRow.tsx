// Why a proposed row could not be opened, below that row.
import { Refusal } from "../api/client";
import type { Process } from "../api/wire";
import { useReason } from "../look/Wait";
import { useLabel, useText } from "../text/language";

/** What was refused, or the row that has to be there first. */
export interface RowFault {
  error?: unknown;
  awaits?: string;
}

interface FaultOfRowProps {
  process: Process;
  fault: RowFault | undefined;
  /** How many columns there are. */
  width: number;
}

export function FaultOfRow({ process, fault, width }: FaultOfRowProps) {
  const t = useText();
  const label = useLabel();
  const reason = useReason();
  if (!fault) return null;
  const fields = fault.error instanceof Refusal ? (fault.error.problem.fields ?? []) : [];
  const nameOfField = (id: string) => label(process.fields.find((one) => one.id === id)?.label, id);
  return (
    <tr className="row-fault">
      <td />
      <td colSpan={width} className="fault">
        {fault.awaits === undefined ? reason(fault.error) : t("setup.row_awaits", { title: fault.awaits })}
        {fields.map(({ field, message }) => (
          <div key={field}>
            {nameOfField(field)}: {message}
          </div>
        ))}
      </td>
    </tr>
  );
}
