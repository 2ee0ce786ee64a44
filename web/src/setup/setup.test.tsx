// The first day: where one stood, what is missing, a template taken in part, roles given to others only.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Process, Setup, SetupStep } from "../api/wire";
import { openPage } from "../test/page";
import { definitions, me, record } from "../test/world";

const both = (text: string) => ({ zh: `${text}。`, en: text });
const step = (id: string, done: boolean, more: Partial<SetupStep> = {}): SetupStep => ({
  id,
  label: both(id),
  purpose: both(`What ${id} is for`),
  done,
  rules: [
    { label: both(`${id} is there`), state: done ? "met" : "missing", found: 0, reads: "", records: [], vacant: [] },
  ],
  missing: done ? [] : [both(`no ${id} yet`)],
  forms: [],
  ...more,
});
const admin = { ...me, administers: true };
const [report] = definitions.processes;
const unit = { ...report, id: "unit", label: both("Unit"), content: "department", prefix: "UNI" } as Process;
const person = { ...report, id: "person", label: both("Person"), content: "person", prefix: "PER" } as Process;
const world = {
  ...definitions,
  processes: [...definitions.processes, unit, person],
  roles: [{ id: "desk", label: both("Desk") }],
};
const setup = (steps: SetupStep[], more: Partial<Setup> = {}): Setup => ({
  steps,
  at: null,
  dismissed: false,
  finished: steps.every((one) => one.done),
  roles: [],
  founding: [],
  ...more,
});
const answers = (given: Setup, more = {}) => ({
  "GET /me": admin,
  "GET /definitions": world,
  "GET /setup": given,
  "PUT /setup": {},
  "GET /glossary": { items: [] },
  "GET /setup/proposals": { items: [] },
  "GET /accounts": { items: [] },
  "GET /records/unit": { items: [] },
  "GET /records/person": { items: [] },
  ...more,
});

it("one_goes_on_where_somebody_was_and_is_told_what_is_missing", async () => {
  const given = setup([step("one", true), step("two", false), step("three", false)], { at: "three" });
  const { sent } = openPage("/setup", answers(given));
  expect(await screen.findByRole("heading", { level: 2, name: "three" })).toBeTruthy();
  expect(screen.getByText("three is there")).toBeTruthy();
  await userEvent.click(screen.getByRole("link", { name: /two/ }));
  expect(await screen.findByRole("heading", { level: 2, name: "two" })).toBeTruthy();
  await waitFor(() => {
    const noted = sent.filter((one) => one.method === "PUT" && one.path.endsWith("/setup"));
    expect(noted.at(-1)?.body).toEqual({ at: "two", dismissed: false });
  });
});

it("of_a_template_what_is_left_out_is_not_opened_and_what_is_renamed_is_opened_so", async () => {
  const form = { process: "unit", fields: ["title"], transition: null };
  const proposals = ["Sales", "Finance"].map((title) => ({
    process: "unit",
    key: title,
    fields: { title: both(title) },
  }));
  const { sent } = openPage(
    "/setup",
    answers(setup([step("structure", false, { forms: [form] })]), {
      "GET /setup/proposals": { items: proposals },
      "POST /records/unit": { id: "u1", process: "unit", number: "UNI0000001", title: "x", version: 1, actions: [] },
    }),
  );
  const table = await screen.findByRole("table");
  await userEvent.click(within(table).getByRole("checkbox", { name: "Choose Finance" }));
  const [name] = within(table).getAllByRole("textbox", { name: "Title" });
  if (!name) throw new Error("no field");
  await userEvent.clear(name);
  await userEvent.type(name, "Marketing");
  await userEvent.click(screen.getByRole("button", { name: "Open the 1 chosen" }));
  await waitFor(() => {
    const opened = sent.filter((one) => one.method === "POST" && one.path.endsWith("/records/unit"));
    expect(opened.map((one) => one.body)).toEqual([{ title: "Marketing" }]);
  });
});

it("nobody_is_offered_themselves_for_a_role_and_vacancies_are_told", async () => {
  const people = [
    { id: "p1", process: "person", number: "PER0000001", title: "Wang", state: "open", fields: {}, clocks: [] },
    { id: "p2", process: "person", number: "PER0000002", title: "Li", state: "open", fields: {}, clocks: [] },
  ];
  const states = [{ id: "open", label: both("Active"), kind: "in_force" as const }];
  const form = { process: "given", fields: ["role", "person"], transition: null };
  const { sent } = openPage(
    "/setup",
    answers(
      setup([step("roles", false, { forms: [form] })], {
        roles: [{ id: "desk", label: both("Desk"), purpose: both("Takes reports"), holders: [] }],
      }),
      {
        "GET /definitions": { ...world, processes: [...definitions.processes, { ...person, states }] },
        "GET /records/person": { items: people },
        "POST /records/given": { id: "g1", process: "given", number: "GIV1", title: "x", version: 1, actions: [] },
      },
    ),
  );
  expect(await screen.findByText("1 roles are vacant")).toBeTruthy();
  await userEvent.click(screen.getByRole("combobox", { name: "Who is to hold: Desk" }));
  expect(await screen.findByTitle("Li")).toBeTruthy();
  expect(screen.queryByTitle("Wang")).toBeNull();
  await userEvent.click(screen.getByTitle("Li"));
  const give = screen.getByRole("button", { name: "Give 1 roles" });
  give.click();
  give.click();
  await waitFor(() =>
    expect(sent.find((one) => one.method === "POST" && one.path.endsWith("/records/given"))?.body).toEqual({
      role: "desk",
      person: "p2",
    }),
  );
  await waitFor(() => expect(screen.getByRole("button", { name: "Give 0 roles" })).toBeTruthy());
  give.click();
  expect(sent.filter((one) => one.method === "POST")).toHaveLength(1);
});

it("a_form_sent_by_a_double_click_opens_one_record_and_stands_empty_afterwards", async () => {
  const form = { process: "unit", fields: ["title"], transition: "start" };
  const opened = {
    ...{ id: "u1", process: "unit", number: "UNI0000001", title: "Sales", version: 1 },
    actions: [{ id: "transition:start" }],
  };
  const { sent } = openPage(
    "/setup",
    answers(setup([step("services", false, { forms: [form] })]), {
      "POST /records/unit": opened,
      "POST /records/unit/UNI0000001/transitions/start": { ...opened, version: 2 },
    }),
  );
  const title = await screen.findByRole("textbox", { name: "Title" });
  await userEvent.type(title, "Sales");
  const add = screen.getByRole("button", { name: /Add/ });
  add.click();
  add.click();
  await waitFor(() => expect((title as HTMLInputElement).value).toBe(""));
  add.click();
  expect(sent.filter((one) => one.method === "POST").map((one) => one.path.split("/").at(-1))).toEqual([
    "unit",
    "start",
  ]);
});

it("the_card_leads_on_until_it_is_put_away", async () => {
  const given = setup([step("one", true), step("two", false)]);
  const { sent } = openPage("/", answers(given));
  expect((await screen.findByRole("link", { name: "Go on: two" })).getAttribute("href")).toBe("/setup?step=two");
  await userEvent.click(screen.getByRole("button", { name: "Done; take it off the home page" }));
  await waitFor(() =>
    expect(sent.find((one) => one.method === "PUT" && one.path.endsWith("/setup"))?.body).toEqual({ dismissed: true }),
  );
});

it("only_who_administers_sets_up", async () => {
  openPage("/setup", { "GET /definitions": world });
  expect(await screen.findByText("There is nothing here")).toBeTruthy();
});

it("what_came_with_the_system_is_filled_in_with_what_the_duties_suggest", async () => {
  const to = { to: ["unit"], columns: [] };
  const field = { ...(report?.fields[0] as object), label: both("Answers"), id: "answers", kind: "reference", ...to };
  const task = { ...report, id: "task_kind", label: both("Kind"), fields: [field], may: { create: false } };
  const standing = (id: string, process: string, fields: object) => ({
    ...{ id, process, number: id, title: id, state: "new", version: 3, fields, is_void: false },
  });
  const form = { process: "task_kind", fields: ["answers"], transition: null };
  const { sent } = openPage(
    "/setup",
    answers(setup([step("structure", false, { forms: [form] })]), {
      "GET /definitions": { ...world, processes: [...world.processes, task] },
      "GET /records/task_kind": { items: [standing("K1", "task_kind", { kinds: "report other" })] },
      "GET /records/unit": {
        items: [
          standing("U1", "unit", { duties: [{ process: "nothing" }] }),
          standing("U2", "unit", { duties: [{ process: "report" }] }),
        ],
      },
      "PATCH /records/task_kind/K1": standing("K1", "task_kind", {}),
    }),
  );
  await userEvent.click(await screen.findByRole("button", { name: "Save 1" }));
  await waitFor(() => expect(sent.find((one) => one.method === "PATCH")?.body).toEqual({ answers: "U2" }));
});

it("what_was_opened_and_refused_is_gone_on_with_and_not_opened_twice", async () => {
  const draft = { ...record, ...{ process: "unit", number: "UNI0000001", title: "Office", state: "new" } };
  const half = { ...draft, fields: { title: "Office" } };
  const form = { process: "unit", fields: ["title"], transition: "finish" };
  const { sent } = openPage(
    "/setup",
    answers(setup([step("one", false, { forms: [form] })]), {
      "GET /records/unit": { items: [half] },
      "PATCH /records/unit/UNI0000001": { ...half, version: 4 },
      "POST /records/unit/UNI0000001/transitions/finish": { ...half, version: 5, state: "done" },
    }),
  );
  const title = await screen.findByRole("textbox", { name: "Title" });
  expect((title as HTMLInputElement).value).toBe("Office");
  await userEvent.type(title, " 2");
  await userEvent.click(screen.getByRole("button", { name: "Finish: Office" }));
  await waitFor(() => expect(sent.some(({ path }) => path.endsWith("/transitions/finish"))).toBe(true));
  const written = sent.filter(({ method, path }) => method !== "GET" && path.includes("/records/"));
  expect(written.map(({ method, body }) => [method, body])).toEqual([
    ["PATCH", { title: "Office 2" }],
    ["POST", {}],
  ]);
});
