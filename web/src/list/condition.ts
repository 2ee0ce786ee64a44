// Conditions built by clicks, as text of the filter language and back.
import type { Field, FieldKind, Process } from "../api/wire";
import { isOwn, type Own } from "./operator";

export type Operator = "is" | "is_not" | "contains" | "from" | "to" | "empty" | "filled";

export interface Condition {
  field: string;
  operator: Operator;
  value?: string;
  /** Instead of a value what is so of whoever looks. */
  actor?: Own;
}

/** What every record has beside its fields. */
export const SHARED: { [id: string]: FieldKind } = {
  state: "choice",
  is_open: "boolean",
  opened_at: "timestamp",
  updated_at: "timestamp",
  due_at: "timestamp",
};

/** Times that a list can be in order of, but no condition is made of by clicks. */
const ENDS: { [id: string]: FieldKind } = { resolved_at: "timestamp", closed_at: "timestamp" };

export function operatorsOf(kind: FieldKind): Operator[] {
  switch (kind) {
    case "text":
    case "long_text":
      return ["contains", "is", "empty", "filled"];
    case "integer":
    case "decimal":
    case "date":
    case "timestamp":
      return ["from", "to", "empty", "filled"];
    case "boolean":
      return ["is"];
    default:
      return ["is", "is_not", "empty", "filled"];
  }
}

const BARE: FieldKind[] = ["integer", "boolean"];

function literal(value: string, kind: FieldKind): string {
  if (BARE.includes(kind)) return value;
  return kind === "timestamp" ? `timestamp(${JSON.stringify(value)})` : JSON.stringify(value);
}

/** One condition as text. */
export function toFilter({ field, operator, value = "", actor }: Condition, kind: FieldKind): string {
  const path = `record.${field}`;
  const right = actor ? `actor.${actor}` : literal(value, kind);
  switch (operator) {
    case "is":
      return `${path} == ${right}`;
    case "is_not":
      return `${path} != ${right}`;
    case "contains":
      return `${path}.contains(${right})`;
    case "from":
      return `${path} >= ${right}`;
    case "to":
      return `${path} <= ${right}`;
    case "empty":
      return `!has(${path})`;
    case "filled":
      return `has(${path})`;
  }
}

const SYMBOL: { [symbol: string]: Operator } = { "==": "is", "!=": "is_not", ">=": "from", "<=": "to" };
const VALUE = String.raw`(?:timestamp\()?("(?:[^"\\]|\\.)*"|true|false|-?\d+)\)?`;
const PATTERN = new RegExp(
  String.raw`^(?:record\.(is_open)|(!?)has\(record\.(\w+)\)|record\.(\w+)\.contains\(${VALUE}\)|record\.(\w+) (==|!=|>=|<=) (?:actor\.(\w+)|${VALUE}))$`,
);

function parseOne(text: string): Condition | undefined {
  const found = PATTERN.exec(text.trim());
  if (!found) return undefined;
  const [, is, not, has, contained, part, field, symbol, actor, value] = found;
  if (is) return { field: is, operator: "is", value: "true" };
  if (has) return { field: has, operator: not ? "empty" : "filled" };
  if (contained && part) return { field: contained, operator: "contains", value: unquoted(part) };
  const operator = symbol ? SYMBOL[symbol] : undefined;
  if (field && operator && actor && isOwn(actor)) return { field, operator, actor };
  return field && operator && value ? { field, operator, value: unquoted(value) } : undefined;
}

function unquoted(text: string): string {
  return text.startsWith('"') ? (JSON.parse(text) as string) : text;
}

/** The conditions of a filter that clicks could have made; none if it says more than that. */
export function parse(filter: string): Condition[] | undefined {
  if (filter.trim() === "") return [];
  const conditions = splitAnd(filter).map(parseOne);
  return conditions.every((condition) => condition !== undefined) ? conditions : undefined;
}

function splitAnd(filter: string): string[] {
  const parts: string[] = [];
  let part = "";
  let quoted = false;
  for (let at = 0; at < filter.length; at += 1) {
    const sign = filter.charAt(at);
    if (quoted && sign === "\\") {
      part += sign + filter.charAt(at + 1);
      at += 1;
    } else if (!quoted && filter.startsWith("&&", at)) {
      parts.push(part);
      part = "";
      at += 1;
    } else {
      if (sign === '"') quoted = !quoted;
      part += sign;
    }
  }
  return [...parts, part];
}

/** All of these together. */
export function and(...filters: (string | undefined)[]): string {
  const given = filters.filter((filter): filter is string => Boolean(filter?.trim()));
  return given.map((filter) => (given.length > 1 && filter.includes("||") ? `(${filter})` : filter)).join(" && ");
}

/** The kind of what a condition is about. */
export function kindOf(process: Process, id: string): FieldKind {
  return process.fields.find((field) => field.id === id)?.kind ?? SHARED[id] ?? ENDS[id] ?? "text";
}

/** The fields that conditions can be about. */
export function filterable(process: Process): Field[] {
  return process.fields.filter((field) => field.kind !== "table");
}
