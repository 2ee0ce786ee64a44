// What a reference brings to a form.
import { expect, it } from "vitest";
import type { Process } from "../api/wire";
import { definitions } from "../test/world";
import { give, inOrder, isAbout, narrowingOf } from "./brought";

const [report] = definitions.processes as [Process];
const [title] = report.fields as [Process["fields"][number]];
const reference = (id: string, required = false) => ({ ...title, id, kind: "reference" as const, required });
const process: Process = {
  ...report,
  fields: [title, reference("customer", true), reference("requester"), reference("service")],
  copies: [
    { from: "requester", field: "customer", to: "customer" },
    { from: "service", field: "department", to: "group" },
  ],
};
const named = (id: string, fields = {}) => ({ id, process: "report", number: id, title: id, fields });
const bank = named("bank");
const office = named("office");
const li = named("li", { customer: bank });
const empty = { values: {}, brought: {} };

it("who_asks_brings_the_customer_and_another_brings_theirs", () => {
  const first = give(process, empty, "requester", li);
  expect(first).toEqual({ values: { requester: li, customer: bank }, brought: { customer: "requester" } });
  const other = give(process, first, "requester", named("zhang", { customer: office }));
  expect(other.values.customer).toBe(office);
  expect(give(process, other, "requester", undefined).values.customer).toBeUndefined();
});

it("what_somebody_entered_stays_and_narrows_who_can_have_asked", () => {
  const entered = give(process, empty, "customer", office);
  expect(give(process, entered, "requester", li).values.customer).toBe(office);
  const requester = process.fields[2] as Process["fields"][number];
  expect(narrowingOf(process, entered, requester)).toEqual({ field: "customer", value: office });
  expect(narrowingOf(process, give(process, empty, "requester", li), requester)).toBeUndefined();
});

it("what_nobody_enters_is_left_to_the_program", () => {
  const fields = [...process.fields, { ...title, id: "checked", derived: true }];
  const copies = [{ from: "service", field: "checked", to: "checked" }];
  const filled = give({ ...process, fields, copies }, empty, "service", named("vpn", { checked: true }));
  expect(Object.keys(filled.values)).toEqual(["service"]);
});

it("a_form_begins_with_who_is_asking_where_that_says_whose_it_is", () => {
  const ids = (of: Process) => inOrder(of, of.fields).map((field) => field.id);
  expect(ids(process)).toEqual(["requester", "customer", "title", "service"]);
  expect(process.fields.filter((field) => isAbout(process, field)).map((field) => field.id)).toEqual(["service"]);
  expect(ids({ ...process, copies: [] })).toEqual(["title", "customer", "requester", "service"]);
});

it("who_will_see_to_a_call_brings_a_department_and_is_not_what_it_is_about", () => {
  const [step] = process.transitions as [Process["transitions"][number]];
  const assignee = reference("assignee");
  const copies = [...process.copies, { from: "assignee", field: "department", to: "group" }];
  const transitions = [{ ...step, requires: ["assignee"] }];
  const given = { ...process, fields: [...process.fields, assignee], copies, transitions };
  expect(isAbout(given, assignee)).toBe(false);
  const filled = give(given, empty, "assignee", named("wu", { department: named("net") }));
  expect(filled.brought).toEqual({ group: "assignee" });
});

it("a_service_brings_its_department_also_where_whoever_has_the_work_brought_one", () => {
  const copies = [...process.copies, { from: "assignee", field: "department", to: "group" }];
  const given = { ...process, copies };
  const [net, doc] = [named("net"), named("doc")];
  const first = give(given, empty, "assignee", named("ned", { department: net }));
  expect(first.values.group).toBe(net);
  const second = give(given, first, "service", named("shelf", { department: doc }));
  expect([second.values.group, second.brought.group]).toEqual([doc, "service"]);
  expect(give(given, second, "assignee", named("bo", { department: net })).values.group).toBe(doc);
});

it("where_a_service_brings_no_department_that_of_whoever_has_the_work_stands_in", () => {
  const given = { ...process, copies: [...process.copies, { from: "assignee", field: "department", to: "group" }] };
  const net = named("net");
  const worked = give(given, empty, "assignee", named("ned", { department: net }));
  const known = give(given, worked, "service", named("vpn", { department: named("doc") }));
  const bare = give(given, known, "service", named("bare"));
  expect([bare.values.group, bare.brought.group]).toEqual([net, "assignee"]);
});
