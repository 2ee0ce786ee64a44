// What people call the operators of a condition.
import type { Operator } from "./condition";

export const OPERATOR_TEXT: { [operator in Operator]: string } = {
  is: "list.is",
  is_not: "list.is_not",
  contains: "list.contains",
  from: "list.from",
  to: "list.to",
  empty: "list.empty",
  filled: "list.filled",
};

export const needsValue = (operator: Operator) => operator !== "empty" && operator !== "filled";
