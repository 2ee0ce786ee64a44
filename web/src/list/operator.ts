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

/** What people call what is so of whoever looks. */
export const ACTOR_TEXT = { id: "list.me", department: "list.my_department" } as const;

/** What of whoever looks a condition can compare with. */
export type Own = keyof typeof ACTOR_TEXT;

export const isOwn = (name: string): name is Own => name in ACTOR_TEXT;

export const needsValue = (operator: Operator) => operator !== "empty" && operator !== "filled";
