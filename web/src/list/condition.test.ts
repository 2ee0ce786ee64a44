// Conditions and their text, both ways.
import { expect, it } from "vitest";
import { and, type Condition, parse, toFilter } from "./condition";

const check = (condition: Condition, kind: Parameters<typeof toFilter>[1], text: string) => {
  expect(toFilter(condition, kind)).toBe(text);
  expect(parse(text)).toEqual([condition]);
};

it("writes_and_reads_each_operator", () => {
  check({ field: "impact", operator: "is", value: "high" }, "choice", 'record.impact == "high"');
  check({ field: "impact", operator: "is_not", value: "low" }, "choice", 'record.impact != "low"');
  check(
    { field: "title", operator: "contains", value: '堡垒机 "A" && \\' },
    "text",
    String.raw`record.title.contains("堡垒机 \"A\" && \\")`,
  );
  check({ field: "from", operator: "from", value: "2026-11-22" }, "date", 'record.from >= "2026-11-22"');
  check(
    { field: "opened_at", operator: "to", value: "2026-11-22T00:00:00Z" },
    "timestamp",
    'record.opened_at <= timestamp("2026-11-22T00:00:00Z")',
  );
  check({ field: "escalated", operator: "is", value: "true" }, "boolean", "record.escalated == true");
  check({ field: "assignee", operator: "empty" }, "reference", "!has(record.assignee)");
  check({ field: "assignee", operator: "is", actor: "id" }, "reference", "record.assignee == actor.id");
  check({ field: "group", operator: "is_not", actor: "department" }, "reference", "record.group != actor.department");
  check({ field: "is_open", operator: "is", value: "true" }, "boolean", "record.is_open == true");
  expect(parse("record.is_open")).toEqual([{ field: "is_open", operator: "is", value: "true" }]);
  check({ field: "assignee", operator: "filled" }, "reference", "has(record.assignee)");
});

it("reads_several_and_refuses_what_clicks_can_not_make", () => {
  expect(parse('record.impact == "high" && !has(record.assignee)')).toHaveLength(2);
  expect(parse('record.impact == "high" || record.urgency == "high"')).toBeUndefined();
  expect(parse("")).toEqual([]);
});

it("joins_filters_and_keeps_alternatives_together", () => {
  expect(and("a == 1 || b == 2", "", "c")).toBe("(a == 1 || b == 2) && c");
  expect(and(undefined, "a || b")).toBe("a || b");
});
