// What a company's own records suggest on its first day: whoever fills a post for its roles, whose post it is for a process.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Field, Process } from "../api/wire";
import { openPage } from "../test/page";
import { definitions, me } from "../test/world";

const both = (text: string) => ({ zh: `${text}。`, en: text });
const [report] = definitions.processes as [Process];
const [title] = report.fields as [Field];
const standing = (id: string, process: string, name: string, fields: object) => ({
  ...{ id, process, number: id.toUpperCase(), title: name, state: "on", version: 1, is_void: false, clocks: [] },
  fields,
});
const kind = (id: string, content: string | null, more: Partial<Process> = {}) =>
  ({ ...report, id, label: both(id), content, list: ["title"], fields: [title], ...more }) as Process;
const reference = (id: string, to: string): Field => ({ ...title, id, label: both(id), kind: "reference", to: [to] });
const states = [{ id: "on", label: both("Active"), kind: "in_force" as const }];
const person = kind("person", "person", { states, list: ["title", "unit", "post"] });
const post = kind("post", "post");
const unit = kind("unit", "department");
const engineer = standing("post1", "post", "Engineer", {
  roles: [{ role: "engineer" }],
  unit: standing("u2", "unit", "Network", {}),
});
const filled = { post: engineer };
const at = (process: string, processes: Process[], step: object, answers: object) =>
  openPage("/setup", {
    "GET /me": { ...me, administers: true },
    "GET /definitions": { ...definitions, processes },
    "GET /setup": {
      ...{ at: null, dismissed: false, finished: false, founding: [] },
      ...{ steps: [{ label: both("x"), purpose: both("x"), done: false, rules: [], missing: [], ...step }] },
      roles: [{ id: "engineer", label: both("Engineer"), purpose: both("Mends"), holders: [] }],
    },
    "PUT /setup": {},
    "GET /setup/proposals": { items: [] },
    "GET /records/post": { items: [engineer] },
    [`POST /records/${process}`]: standing("g1", process, "x", {}),
    ...answers,
  });

it("all_who_fill_a_post_are_proposed_for_its_roles_and_namesakes_are_told_apart", async () => {
  const people = [
    standing("p2", "person", "Wu", { ...filled, unit: standing("u1", "unit", "Desk", {}) }),
    standing("p3", "person", "Wu", { ...filled, unit: standing("u2", "unit", "Network", {}) }),
    standing("p4", "person", "Li", filled),
    standing("p5", "person", "Zhou", {}),
  ];
  const form = { process: "given", fields: ["role", "person"], transition: null };
  const { sent } = at(
    "given",
    [person, post, kind("given", null)],
    { id: "roles", forms: [form] },
    {
      "GET /records/person": { items: people },
    },
  );
  const row = (await screen.findByText("Mends")).closest("li") as HTMLElement;
  await within(row).findByText("Wu Desk · Engineer · P2");
  expect(within(row).getByText("Wu Network · Engineer · P3")).toBeTruthy();
  expect(within(row).getByText("Li")).toBeTruthy();
  expect(within(row).queryByText("Zhou")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Give 3 roles" }));
  const given = () => sent.filter(({ method, path }) => method === "POST" && path.endsWith("/records/given"));
  await waitFor(() => expect(given()).toHaveLength(3));
  expect(given().map(({ body }) => body)).toEqual(["p2", "p3", "p4"].map((one) => ({ role: "engineer", person: one })));
});

it("a_process_is_led_where_the_post_of_its_role_is", async () => {
  const task = kind("task_kind", null, {
    fields: [reference("answers", "unit")],
    may: { create: false } as Process["may"],
  });
  const form = { process: "task_kind", fields: ["answers"], transition: null };
  const { sent } = at(
    "none",
    [unit, post, task],
    { id: "structure", forms: [form] },
    {
      "GET /records/task_kind": { items: [standing("k1", "task_kind", "Mending", { manager: "engineer" })] },
      "GET /records/unit": { items: [standing("u1", "unit", "Desk", {}), standing("u2", "unit", "Network", {})] },
      "PATCH /records/task_kind/K1": standing("k1", "task_kind", "Mending", {}),
    },
  );
  await userEvent.click(await screen.findByRole("button", { name: "Save 1" }));
  await waitFor(() => expect(sent.find((one) => one.method === "PATCH")?.body).toEqual({ answers: "u2" }));
});
