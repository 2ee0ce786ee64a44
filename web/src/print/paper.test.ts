// What of a record goes on paper.
import { expect, it } from "vitest";
import type { Entry, Process, YuhengRecord } from "../api/wire";
import { definitions, history, record } from "../test/world";
import { classificationOf, entriesOf, signaturesOf } from "./paper";

const [report] = definitions.processes as [Process];
const customer = { id: "k1", process: "report", number: "REP0000003", title: "Bank" };
const fields = (more: object): YuhengRecord => ({ ...record, fields: { ...record.fields, ...more } });

it("how_widely_a_paper_may_go_round_comes_from_the_record", () => {
  expect(classificationOf(fields({ customer, confidential: true }), report, "public")).toBe("confidential");
  expect(classificationOf(fields({ customer }), report, "internal")).toBe("internal");
  expect(classificationOf(fields({ customer }), report, "public")).toBe("shared");
  expect(classificationOf(record, report, "public")).toBe("internal");
  expect(classificationOf(record, { ...report, lifetime: "standing" }, "public")).toBe("open");
});

it("a_customers_paper_tells_moves_and_what_was_said_to_all", () => {
  expect(entriesOf(history, "internal").map(({ n }) => n)).toEqual([2, 1]);
  expect(entriesOf(history, "public").map(({ n }) => n)).toEqual([1]);
});

it("the_signatures_are_of_whoever_opened_voted_and_closed", () => {
  const wang = { id: "p1", process: "report", number: "REP0000007", title: "Wang" };
  const li = { ...wang, id: "p2", title: "Li" };
  const closing = { ...history[1], n: 3, actor: li, from: "new", to: "done", at: "2026-11-21T01:00:00Z" } as Entry;
  const opened = { ...record, opened_by: wang };
  const names = (signed: ReturnType<typeof signaturesOf>) =>
    [signed.made, signed.checked, signed.approved].map(({ by }) => by?.title);
  expect(names(signaturesOf(report, opened, [...history, closing]))).toEqual(["Wang", "Li", undefined]);
  expect(names(signaturesOf(report, opened, history))).toEqual(["Wang", undefined, undefined]);
  const vote = { voter: li, deputy: null, at: "2026-11-20T03:00:00Z", agrees: true, opinion: null };
  const approval = { outcome: "granted", votes: [vote, { ...vote, voter: wang, at: "2026-11-20T04:00:00Z" }] };
  const approved = { ...opened, approvals: [approval] } as unknown as YuhengRecord;
  expect(names(signaturesOf(report, approved, history))).toEqual(["Wang", "Li", "Wang"]);
});
