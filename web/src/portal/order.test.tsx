// Ordering from a catalogue whose offers and forms change while a customer fills them in.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import type { Field, Me, Process, TableRow } from "../api/wire";
import { type Answers, openPage, Status } from "../test/page";
import { definitions, me, record } from "../test/world";

const both = (text: string) => ({ zh: text, en: text });
const office = { id: "k1", process: "report", number: "REP0000003", title: "Bank" };
const contact: Me = { ...me, id: "c1", customer: office, department: null };
const [report] = definitions.processes as [Process];
const [plain] = report.fields as [Field];
const column = (id: string): Field => ({ ...plain, id, label: both(id), required: false });
const table = (id: string, columns: string[], more: Partial<Field>): Field => ({
  ...column(id),
  kind: "table",
  columns: columns.map(column),
  ...more,
});
const ORDER: Process = {
  ...report,
  fields: [
    { ...plain, ask: both("What do you need?") },
    { ...column("description"), kind: "long_text", max: null, ask: both("What else?") },
    { ...column("item"), kind: "reference", to: ["offer"], ask: both("Which of these?") },
    table("form", ["question", "zh", "kind", "options", "when"], { derived: true }),
    table("answers", ["question", "value", "shown_zh", "shown_en"], { ask: both("This as well") }),
  ],
  copies: [{ from: "item", field: "questions", to: "form" }],
};
const OFFERS: Process = {
  ...report,
  id: "offer",
  fields: [plain],
  list: ["title"],
  may: { ...report.may, create: false },
};

const question = (id: string, words: string, more: TableRow = {}): TableRow => ({
  question: id,
  zh: words,
  en: words,
  kind: "text",
  ...more,
});
const offer = (n: number, title: string, questions: TableRow[]) => ({
  ...record,
  ...{ id: `o${n}`, process: "offer", number: `OFF000000${n}`, title, fields: { title, questions }, actions: [] },
});
const SITES = question("q1", "How many sites?");
const VPN = offer(1, "VPN", [SITES]);
const LAPTOP = offer(2, "Laptop", [question("q1", "Which model?")]);
const BARE = offer(3, "Desk lamp", []);

/** A catalogue, as it is whenever it is asked. */
function open(catalogue: () => (typeof VPN)[], post: Answers[string]) {
  const at = (one: typeof VPN) => [
    `GET /records/offer/${one.number}`,
    () => catalogue().find(({ id }) => id === one.id) ?? new Status(404, { title: "gone" }),
  ];
  return openPage("/report", {
    "GET /me": contact,
    "GET /definitions": { ...definitions, processes: [ORDER, OFFERS] },
    "GET /records/offer": () => ({ items: catalogue(), next: null }),
    ...Object.fromEntries([VPN, LAPTOP, BARE].map(at)),
    "GET /records/report": { items: [], next: null },
    "POST /records/report": post,
  });
}

const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole("button", { name }));
const choose = async (name: RegExp) => userEvent.click(await screen.findByRole("radio", { name }));
const refusal = (field: string, message: string) =>
  new Status(422, { title: "Fields are wrong", status: 422, fields: [{ field, code: "unknown", message }] });
const bodies = (sent: { method: string; body: unknown }[]) =>
  sent.filter(({ method }) => method === "POST").map(({ body }) => body as { [field: string]: unknown });

/** Orders the VPN with its form answered, as far as the last page. */
async function order() {
  await userEvent.type(await screen.findByRole("textbox", { name: "What do you need?" }), "Access");
  await press("Next");
  await choose(/VPN/);
  await waitFor(() => expect(screen.getByText("Step 2 of 5")).toBeTruthy());
  await press("Next");
  await userEvent.type(await screen.findByRole("textbox", { name: "How many sites?" }), "12");
  await press("Next");
  await press("None, next");
  await screen.findByText("Ready to send?");
}

/** Goes back to the item, and on from it to the last page with another. */
async function change(to: RegExp, fill?: string) {
  await press(/Change: Which of these/);
  await choose(to);
  if (fill) {
    await waitFor(() => expect(screen.getByText("Step 2 of 5")).toBeTruthy());
    await press("Next");
    await userEvent.type(await screen.findByRole("textbox", { name: fill }), "X1");
  } else await waitFor(() => expect(screen.getByText("Step 2 of 4")).toBeTruthy());
  await press("Next");
  await press("None, next");
  await screen.findByText("Ready to send?");
}

afterEach(() => localStorage.clear());

it.each([
  ["none", /Not sure/, { title: "Access" }],
  ["one without a form", /Desk lamp/, { title: "Access", item: "o3" }],
])("answers_to_an_item_that_was_changed_for_%s_are_shown_and_not_sent", async (_, to, body) => {
  const { sent } = open(() => [VPN, LAPTOP, BARE], record);
  await order();
  await change(to);
  const aside = screen.getByRole("region", { name: "Asked no more" });
  expect(within(aside).getByText("How many sites?")).toBeTruthy();
  expect(within(aside).getByText("12")).toBeTruthy();
  await press("Send");
  expect(await screen.findByText("We have it")).toBeTruthy();
  expect(bodies(sent)).toEqual([body]);
});

it("answers_to_another_form_are_copied_into_the_description_by_one_click", async () => {
  const { sent } = open(() => [VPN, LAPTOP], record);
  await order();
  await change(/Laptop/, "Which model?");
  await press("Copy into “description”");
  expect(screen.queryByRole("region", { name: "Asked no more" })).toBeNull();
  await press("Send");
  expect(await screen.findByText("We have it")).toBeTruthy();
  expect(bodies(sent)).toEqual([
    {
      title: "Access",
      item: "o2",
      description: "How many sites?: 12",
      answers: [{ question: "q1", value: "X1" }],
    },
  ]);
});

it("an_item_that_is_offered_no_longer_says_so_and_the_request_can_be_sent_without_it", async () => {
  let offers = [VPN, BARE];
  const { sent } = open(
    () => offers,
    ({ body }: { body: unknown }) =>
      (body as { item?: string }).item ? refusal("item", "There is no such record, or you may not see it") : record,
  );
  await order();
  offers = [BARE];
  await press("Send");
  expect(await screen.findByText("This one is offered no longer: choose another, or “Not sure”")).toBeTruthy();
  expect(screen.queryByRole("radio", { name: /VPN/ })).toBeNull();
  expect(screen.queryByText(/no such record/)).toBeNull();
  expect(within(screen.getByRole("region", { name: "Asked no more" })).getByText("12")).toBeTruthy();
  // One does not go on with it.
  await press("Next");
  await choose(/Not sure/);
  expect(screen.queryByText(/offered no longer/)).toBeNull();
  await press("Next");
  await press("None, next");
  await press("Send");
  expect(await screen.findByText("We have it")).toBeTruthy();
  expect(bodies(sent).at(-1)).toEqual({ title: "Access" });
});

it("a_question_that_is_gone_meanwhile_is_said_and_does_not_stand_in_the_way", async () => {
  const place = question("q2", "Where?");
  let form = [SITES, place];
  const { sent } = open(
    () => [{ ...VPN, fields: { ...VPN.fields, questions: form } }],
    () => (form.length === 2 || bodies(sent).length === 1 ? refusal("answers.q1", "no such field") : record),
  );
  await order();
  form = [place];
  await press("Send");
  const said = await screen.findByText("Asked no more: How many sites?");
  expect(said.closest('[role="alert"]')?.textContent).toMatch(/^The form has changed/);
  expect(screen.queryByText("no such field")).toBeNull();
  expect(within(screen.getByRole("region", { name: "Asked no more" })).getByText("12")).toBeTruthy();
  await press("Send");
  expect(await screen.findByText("We have it")).toBeTruthy();
  expect(bodies(sent)[1]).toEqual({ title: "Access", item: "o1" });
  const keys = sent.filter(({ method }) => method === "POST").map(({ headers }) => headers["Idempotency-Key"]);
  expect(new Set(keys).size).toBe(2);
});

it("a_refused_answer_that_no_question_asks_for_is_never_silent", async () => {
  open(() => [VPN], refusal("answers.other", "no such field"));
  await order();
  await press("Send");
  expect(await screen.findByText(/An answer in the form was not accepted.*no such field/)).toBeTruthy();
});

it("what_is_missing_out_of_sight_is_gone_to", async () => {
  const scroll = vi.spyOn(Element.prototype, "scrollIntoView");
  const kind = question("q2", "Which kind?", { kind: "choice", options: "a = A\nb = B", required: true });
  const form = [{ ...SITES, required: true }, kind];
  open(() => [{ ...VPN, fields: { ...VPN.fields, questions: form } }], record);
  await userEvent.type(await screen.findByRole("textbox", { name: "What do you need?" }), "Access");
  await press("Next");
  await choose(/VPN/);
  await waitFor(() => expect(screen.getByText("Step 2 of 5")).toBeTruthy());
  await press("Next");
  const sites = await screen.findByRole("textbox", { name: "How many sites?" });
  await press("Next");
  await waitFor(() => expect(document.activeElement).toBe(sites));
  expect(scroll.mock.contexts).toContain(sites);
  await userEvent.type(sites, "12");
  await press("Next");
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("radio", { name: "A" })));
});
