// What a call is likely about, one click each: what the customer's last records were about, and the services of its contracts.
import { Button } from "antd";
import { useCoverage, useRecentOf } from "../api/beside";
import type { Field, Process, Reference, Value } from "../api/wire";
import { isReference } from "../field/value";
import { useText } from "../text/language";

interface LikelyProps {
  process: Process;
  field: Field;
  customer: Value;
  chosen: Value;
  onChoose: (likely: Reference) => void;
}

const MOST = 6;

export function Likely({ process, field, customer, chosen, onChoose }: LikelyProps) {
  const t = useText();
  const number = isReference(customer) ? (customer.number ?? customer.id) : undefined;
  const covered = useCoverage(number).data?.items ?? [];
  const recent = useRecentOf(process.id, number).data?.items ?? [];
  const last = recent.map((record) => record.fields[field.id]).filter(isReference);
  const all = [...last, ...covered.flatMap((cover) => cover.services)];
  const likely = new Map(all.filter((one) => field.to.includes(one.process ?? "")).map((one) => [one.id, one]));
  if (likely.size === 0) return null;
  return (
    <div className="likely">
      <span className="quiet">{t("create.likely")}</span>
      {[...likely.values()].slice(0, MOST).map((one) => (
        <Button
          key={one.id}
          size="small"
          aria-pressed={isReference(chosen) && chosen.id === one.id}
          onClick={() => onChoose(one)}
        >
          {one.title}
        </Button>
      ))}
    </div>
  );
}
