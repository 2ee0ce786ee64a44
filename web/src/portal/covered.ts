// Which of what a customer may point to its contracts cover.
import { useMe } from "../api/account";
import { useCoverage } from "../api/beside";
import type { Field, ListedRecord, Reference } from "../api/wire";
import { isReference } from "../field/value";

/** The field by which every process says which service a record is about. */
const SERVICE = "service";

/** Parts what may be pointed to in `field` into what is covered and what is not; nothing is outside of contracts that name no
 * services, and before there is any. */
export function useCovered(field: Field) {
  const covers = useCoverage(useMe().data?.customer?.number).data?.items ?? [];
  const isLimited = covers.length > 0 && covers.every((cover) => cover.services.length > 0);
  const services = new Set(covers.flatMap((cover) => cover.services.map((service) => service.id)));
  return (target: Reference | ListedRecord): boolean => {
    const named = "fields" in target ? target.fields[SERVICE] : undefined;
    const service = field.id === SERVICE ? target.id : isReference(named) ? named.id : undefined;
    return !isLimited || service === undefined || services.has(service);
  };
}
