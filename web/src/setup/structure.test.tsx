// Opening what a template proposes: what is refused says so at its row, holds up those below it alone, and is gone on with.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Field, Process } from "../api/wire";
import { openPage, type Sent, Status } from "../test/page";
import { definitions, me } from "../test/world";

const both = (text: string) => ({ zh: `${text}。`, en: text });
const [report] = definitions.processes;
const title = report?.fields[0] as Field;
const parent: Field = {
  ...title,
  id: "parent",
  label: both("Parent"),
  kind: "reference",
  to: ["unit"],
  required: false,
};
const unit = {
  ...{ ...report, id: "unit", label: both("Unit"), content: "department", prefix: "UNI" },
  fields: [title, parent],
} as Process;
const step = {
  ...{
    id: "structure",
    label: both("structure"),
    purpose: both("What it is for"),
    done: false,
    rules: [],
    missing: [],
  },
  forms: [{ process: "unit", fields: ["title", "parent"], transition: null }],
};
const proposals = [
  { process: "unit", key: "sales", fields: { title: both("Sales") } },
  { process: "unit", key: "team", fields: { title: both("Team"), parent: "@sales" } },
  { process: "unit", key: "money", fields: { title: both("Finance") } },
];
const unitOf = (name: string) => ({
  ...{ id: name, process: "unit", number: `UNI-${name}`, title: name, state: "new", version: 1, actions: [] },
  ...{ fields: { title: name }, clocks: [] },
});

it("the_row_at_fault_says_so_the_others_are_opened_and_a_renamed_one_is_known_again", async () => {
  const standing: object[] = [];
  const open = ({ body }: Sent) => {
    const name = (body as { title: string }).title;
    if (name === "Sales") {
      return new Status(422, { title: "Fields are wrong", fields: [{ field: "title", code: "x", message: "Taken" }] });
    }
    standing.push(unitOf(name));
    return unitOf(name);
  };
  const { sent } = openPage("/setup", {
    "GET /me": { ...me, administers: true },
    "GET /definitions": { ...definitions, processes: [...definitions.processes, unit] },
    "GET /setup": { steps: [step], at: null, dismissed: false, finished: false, roles: [], founding: [] },
    "PUT /setup": {},
    "GET /setup/proposals": { items: proposals },
    "GET /records/unit": () => ({ items: standing }),
    "POST /records/unit": open,
  });
  const table = await screen.findByRole("table");
  const money = within(table).getAllByRole("textbox", { name: "Title" })[2] as HTMLElement;
  await userEvent.clear(money);
  await userEvent.type(money, "Money");
  await userEvent.click(screen.getByRole("button", { name: "Open the 3 chosen" }));
  expect((await screen.findByRole("alert")).textContent).toContain("Not opened: Sales, Team");
  const opened = () => sent.filter((one) => one.method === "POST").map((one) => (one.body as { title: string }).title);
  expect(opened()).toEqual(["Sales", "Money"]);
  const rows = within(table).getAllByRole("row").slice(1);
  expect(rows.map((row) => row.className)).toEqual(["", "row-fault", "", "row-fault"]);
  expect(rows[1]?.textContent).toContain("Title: Taken");
  expect(rows[3]?.textContent).toContain("Waits for “Sales”");
  const sales = within(table).getAllByRole("textbox", { name: "Title" })[0] as HTMLElement;
  await userEvent.clear(sales);
  await userEvent.type(sales, "Selling");
  await userEvent.click(screen.getByRole("button", { name: "Open the 2 chosen" }));
  await waitFor(() => expect(opened()).toEqual(["Sales", "Money", "Selling", "Team"]));
  await waitFor(() => expect(screen.queryByRole("table")).toBeNull());
  expect(sent.findLast((one) => one.method === "POST")?.body).toEqual({ title: "Team", parent: "Selling" });
});

it("of_what_there_can_be_one_only_no_second_is_offered", async () => {
  const sole = { ...unit, content: "organisation" } as Process;
  openPage("/setup", {
    "GET /me": { ...me, administers: true },
    "GET /definitions": { ...definitions, processes: [sole] },
    "GET /setup": {
      ...{ steps: [{ ...step, id: "organisation" }], at: null, dismissed: false, finished: false },
      ...{ roles: [], founding: [] },
    },
    "PUT /setup": {},
    "GET /setup/proposals": { items: [] },
    "GET /records/unit": { items: [unitOf("Ours")] },
  });
  await screen.findByRole("link", { name: /Ours/ });
  expect(screen.queryByRole("button", { name: /One more/ })).toBeNull();
});
