// Who reads what is said to all: the customer and whoever asked, by name.
import type { YuhengRecord } from "../api/wire";
import { isReference } from "../field/value";

/** Their names; none where the record is for nobody outside. */
export function readersOf({ fields: { customer, requester } }: Pick<YuhengRecord, "fields">): string | undefined {
  const names = [customer, requester].filter(isReference).map((one) => one.title);
  return names.length > 0 ? names.join(" · ") : undefined;
}
