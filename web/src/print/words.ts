// Words on paper that several parts use.
import type { YuhengRecord } from "../api/wire";
import { isReference } from "../field/value";
import { useText } from "../text/language";
import type { Classification } from "./paper";

const WORD: { [classification in Classification]: string } = {
  confidential: "print.class_confidential",
  internal: "print.class_internal",
  shared: "print.class_shared",
  open: "print.class_open",
};

/** How widely a paper may go round, in words; a customer's names the customer. */
export function useClassification(record: YuhengRecord, classification: Classification): string {
  const t = useText();
  const { customer } = record.fields;
  return t(WORD[classification], { customer: isReference(customer) ? customer.title : "" });
}
