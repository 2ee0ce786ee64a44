// A customer's report that was converted: what was said on it is read where it goes on, and answered there alone.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";
import { keepAt } from "../api/kept";
import { type Answers, openPage } from "../test/page";
import { definitions, history, me, record } from "../test/world";

const office = { id: "c1", process: "unit", number: "CUS0000001", title: "The office" };
const desk = { id: "p9", process: "person", number: "PER0000009", title: "Su" };
const li = { id: "p1", process: "report", number: "CON0000001", title: "Li" };
const NEXT = "/records/report/REP0000002";
const link = (number: string, direction: "in" | "out") => ({
  ...{
    id: `l-${number}`,
    kind: "converted_from",
    label: { zh: "转自", en: "Converted" },
    direction,
    is_conversion: true,
  },
  ...{ since: record.opened_at, record: { id: number, process: "report", number, title: "A new account" } },
});
const [opened] = history;
const said = { ...opened, n: 2, action: "commented", changes: [], comment: { body: "For Li", audience: "public" } };
const offers = (allowed: boolean) => [
  { ...record.actions[0], id: "comment", label: { zh: "回复", en: "Reply" }, allowed },
];
const page = (url: string, more: Answers = {}) =>
  openPage(url, {
    "GET /me": { ...me, customer: office },
    "GET /records/report/REP0000001": { ...record, actions: offers(false), opened_by: li },
    "GET /records/report/REP0000001/history": { items: [{ ...said, actor: li }], next: null },
    "GET /records/report/REP0000001/relations": { items: [link("REP0000002", "in")] },
    [`GET ${NEXT}`]: {
      ...{ ...record, id: "r2", number: "REP0000002", actions: offers(true), opened_by: desk },
      fields: { ...record.fields, requester: li },
    },
    [`GET ${NEXT}/history`]: { items: [{ ...opened, actor: desk }], next: null },
    [`GET ${NEXT}/relations`]: { items: [link("REP0000001", "out")] },
    [`GET ${NEXT}/attachments`]: { items: [] },
    "GET /definitions": definitions,
    ...more,
  });

afterEach(() => localStorage.clear());

it("what_was_said_before_is_read_where_it_goes_on_and_nobody_took_it_down", async () => {
  page(NEXT);
  const before = await screen.findByRole("region", { name: "Before that, in REP0000001" });
  expect(await within(before).findByText("For Li")).toBeTruthy();
  expect(screen.queryByText(/taken down by Su/)).toBeNull();
  expect(screen.getByRole("textbox", { name: /answer|reply|write/i })).toBeTruthy();
});

it("a_circle_of_conversions_that_somebody_has_drawn_ends_where_it_began", async () => {
  page(NEXT, {
    "GET /records/report/REP0000001/relations": { items: [link("REP0000002", "in"), link("REP0000002", "out")] },
  });
  await screen.findByText("For Li");
  const before = screen.getAllByRole("region", { name: /Before that, in/ });
  expect(before.map((region) => region.getAttribute("aria-label"))).toEqual(["Before that, in REP0000001"]);
});

it("where_no_answer_is_offered_none_is_asked_for_and_what_was_begun_goes_along", async () => {
  keepAt("p1", "answer.REP0000001", { text: "And for Wang", key: "k" }, "browser");
  page("/records/report/REP0000001");
  const left = await screen.findByRole("region", { name: /No more can be said here/ });
  expect(screen.queryByRole("form")).toBeNull();
  expect(within(left).getByText("And for Wang")).toBeTruthy();
  await userEvent.click(await within(left).findByRole("button", { name: "Take it to REP0000002" }));
  await waitFor(() => expect(screen.queryByRole("region", { name: /No more can be said/ })).toBeNull());
  const box = (await screen.findByRole("form")).querySelector("textarea") as HTMLTextAreaElement;
  expect(box.value).toBe("And for Wang");
});

it("what_is_written_while_an_answer_is_on_its_way_stays", async () => {
  let answer: (written: unknown) => void = () => undefined;
  const sending = new Promise((done) => {
    answer = done;
  });
  const { sent } = page(NEXT, { [`POST ${NEXT}/comments`]: () => sending });
  const form = await screen.findByRole("form");
  const box = within(form).getByRole("textbox") as HTMLTextAreaElement;
  await userEvent.type(box, "one{Control>}{Enter}{/Control}");
  await waitFor(() => expect(sent.some((one) => one.method === "POST")).toBe(true));
  await userEvent.type(box, " two");
  answer(record);
  await waitFor(() => expect(form.querySelector(".ant-btn-loading")).toBeNull());
  expect(box.value).toBe("one two");
});

it("our_own_people_read_before_the_timeline_what_was_said_before", async () => {
  page(NEXT, { "GET /me": me });
  const before = await screen.findByRole("region", { name: "Before that, in REP0000001" });
  expect(await within(before).findByText("For Li")).toBeTruthy();
});
