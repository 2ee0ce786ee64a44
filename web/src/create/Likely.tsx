// The services that a call is likely about, one click each: those of the customer's contracts, and those of its last records.
import { Button } from "antd";
import { useCoverage, useRecentOf } from "../api/beside";
import type { Process, Reference, Value } from "../api/wire";
import { isReference } from "../field/value";
import { useText } from "../text/language";

interface LikelyProps {
  process: Process;
  customer: Value;
  chosen: Value;
  onChoose: (service: Reference) => void;
}

const MOST = 6;

export function Likely({ process, customer, chosen, onChoose }: LikelyProps) {
  const t = useText();
  const number = isReference(customer) ? (customer.number ?? customer.id) : undefined;
  const covered = useCoverage(number).data?.items ?? [];
  const recent = useRecentOf(process.id, number).data?.items ?? [];
  const services = new Map<string, Reference>();
  const last = recent.map((record) => record.fields.service).filter(isReference);
  for (const one of [...last, ...covered.flatMap((cover) => cover.services)]) services.set(one.id, one);
  if (services.size === 0) return null;
  return (
    <div className="likely">
      <span className="quiet">{t("create.likely")}</span>
      {[...services.values()].slice(0, MOST).map((service) => (
        <Button
          key={service.id}
          size="small"
          aria-pressed={isReference(chosen) && chosen.id === service.id}
          onClick={() => onChoose(service)}
        >
          {service.title}
        </Button>
      ))}
    </div>
  );
}
