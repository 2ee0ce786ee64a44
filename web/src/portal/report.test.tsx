// Reporting and following, as a customer does.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Me, Process } from "../api/wire";
import { type Answers, openPage, Status } from "../test/page";
import { definitions, history, me, record } from "../test/world";

const customer = { id: "k1", process: "report", number: "REP0000003", title: "Bank" };
const contact: Me = { ...me, id: "c1", name: "Zhang", login: "zhang", customer, department: null };
const both = (text: string) => ({ zh: text, en: text });

function asked(): Process {
  const [report] = definitions.processes as [Process];
  const ask: { [id: string]: string } = { title: "What is wrong?", impact: "How bad is it?" };
  const fields = report.fields.map((field) => (ask[field.id] ? { ...field, ask: both(ask[field.id] ?? "") } : field));
  return {
    ...report,
    fields,
    ask: both("Report a fault"),
    clocks: [{ id: "answer", label: both("Response"), promise: both("An answer") }],
  };
}

const AT_PORTAL: Answers = { "GET /me": contact, "GET /definitions": { ...definitions, processes: [asked()] } };
const named = (name: string) => screen.findByRole("button", { name });

it("a_report_asks_what_the_definition_asks_and_nothing_written_is_lost_by_a_refusal", async () => {
  let isUp = false;
  const { sent } = openPage("/report", {
    ...AT_PORTAL,
    "POST /records/report": () => (isUp ? record : new Status(503, { title: "busy" })),
  });
  await userEvent.type(await screen.findByRole("textbox", { name: "What is wrong?" }), "Slow");
  await userEvent.click(await named("Next"));
  expect(await screen.findByRole("group", { name: /How bad is it/ })).toBeTruthy();
  await userEvent.click(screen.getByRole("radio", { name: "High" }));
  await userEvent.click(await named("Next"));
  await userEvent.click(await named("None, next"));
  expect(await screen.findByText("Ready to send?")).toBeTruthy();
  await userEvent.click(await named("Send"));
  expect(await screen.findByText(/What you wrote is still here/)).toBeTruthy();
  isUp = true;
  await userEvent.click(await named("Send"));
  expect(await screen.findByText("We have it")).toBeTruthy();
  const made = sent.filter(({ method, path }) => method === "POST" && path.endsWith("/records/report"));
  expect(made.map(({ body }) => body)).toEqual(
    [1, 2].map(() => expect.objectContaining({ title: "Slow", impact: "high" })),
  );
  expect(new Set(made.map(({ headers }) => headers["Idempotency-Key"])).size).toBe(1);
  expect(localStorage.length).toBe(0);
});

it("what_is_needed_is_asked_for_before_one_goes_on", async () => {
  openPage("/report", AT_PORTAL);
  await screen.findByRole("textbox", { name: "What is wrong?" });
  await userEvent.click(await named("Next"));
  expect(await screen.findByText("This is needed")).toBeTruthy();
  expect(screen.queryByRole("radio")).toBeNull();
});

it("a_report_that_was_begun_waits_on_the_first_page", async () => {
  const page = openPage("/report", AT_PORTAL);
  await userEvent.type(await screen.findByRole("textbox", { name: "What is wrong?" }), "Half");
  page.queries.clear();
  document.body.replaceChildren();
  openPage("/", AT_PORTAL);
  const link = await screen.findByRole("link", { name: /Half/ });
  expect(within(link).getByText("Not finished, go on with:")).toBeTruthy();
});

it("a_customer_reads_how_it_stands_and_no_word_that_is_ours", async () => {
  const told = { text: both("We are on it."), turn: false };
  const due = { ...CLOCK, due_at: "2999-01-01T00:00:00Z" };
  openPage("/records/report/REP0000001", {
    ...AT_PORTAL,
    "GET /records/report/REP0000001": { ...record, told, clocks: [due] },
    "GET /records/report/REP0000001/history": { items: history.filter(({ n }) => n === 1), next: null },
  });
  const standing = await screen.findByRole("region", { name: "How it stands" });
  expect(within(standing).getByText("We are on it.")).toBeTruthy();
  expect(within(standing).getByText(/^An answer by /)).toBeTruthy();
  expect(within(standing).queryByText("Escalate")).toBeNull();
  expect(screen.getByRole("form", { name: "Write an answer" })).toBeTruthy();
  expect(screen.queryByRole("progressbar")).toBeNull();
});

it("an_answer_that_could_not_be_sent_is_kept_and_says_so", async () => {
  openPage("/records/report/REP0000001", {
    ...AT_PORTAL,
    "POST /records/report/REP0000001/comments": () => Promise.reject(new TypeError("no network")),
  });
  const form = await screen.findByRole("form", { name: "Write an answer" });
  await userEvent.type(within(form).getByRole("textbox"), "Still slow");
  await userEvent.click(within(form).getByRole("button", { name: "Send the answer" }));
  expect(await within(form).findByText(/There is no connection/)).toBeTruthy();
  expect((within(form).getByRole("textbox") as HTMLTextAreaElement).value).toBe("Still slow");
  await waitFor(() => expect(Object.values(localStorage).join()).toContain("Still slow"));
});

const CLOCK = {
  id: "answer",
  state: "running" as const,
  outcome: null,
  started_at: "2026-11-20T01:00:00Z",
  since: "2026-11-20T01:00:00Z",
  due_at: "2026-11-20T02:00:00Z",
  target_minutes: 60,
  used_minutes: 0,
};

it("what_one_may_report_is_told_in_the_words_that_customers_are_asked_in_alone", async () => {
  const kinds = [asked(), { ...asked(), id: "wish", ask: both("Ask for something") }];
  openPage("/report", { ...AT_PORTAL, "GET /definitions": { ...definitions, processes: kinds } });
  expect(await named("Report a fault")).toBeTruthy();
  expect(await named("Ask for something")).toBeTruthy();
  expect(screen.queryByText("Where reports are kept.")).toBeNull();
});

it("a_title_that_is_too_long_is_told_while_it_is_typed_and_before_one_goes_on", async () => {
  openPage("/report", AT_PORTAL);
  await userEvent.click(await screen.findByRole("textbox", { name: "What is wrong?" }));
  await userEvent.paste("字".repeat(105));
  expect(screen.getByText("105 of 100 characters, 5 too many")).toBeTruthy();
  await userEvent.click(await named("Next"));
  expect(await screen.findByText("At most 100 characters: make it shorter")).toBeTruthy();
  expect(screen.queryByRole("radio")).toBeNull();
});

it("a_step_that_asks_why_says_so_where_nothing_was_written", async () => {
  const [step] = record.actions;
  const reopen = { ...step, label: both("Still wrong"), requires: [], comment: "reason" };
  const { sent } = openPage("/records/report/REP0000001", {
    ...AT_PORTAL,
    "GET /records/report/REP0000001": { ...record, actions: [reopen] },
  });
  await userEvent.click(await named("Still wrong"));
  const form = await screen.findByRole("form", { name: "Still wrong" });
  await userEvent.click(within(form).getByRole("button", { name: "Still wrong" }));
  expect((await within(form).findByRole("alert")).textContent).toMatch(/^Say why/);
  const why = within(form).getByRole("textbox", { name: /why/i });
  expect(why.getAttribute("aria-invalid")).toBe("true");
  await userEvent.type(why, "no");
  expect(within(form).queryByRole("alert")).toBeNull();
  expect(sent.some(({ method }) => method === "POST")).toBe(false);
});

it("a_step_that_was_made_impossible_elsewhere_is_asked_for_no_more", async () => {
  const [step] = record.actions;
  const reopen = { ...step, label: both("Still wrong"), requires: [], comment: "reason" };
  let actions: unknown[] = [reopen];
  const { queries } = openPage("/records/report/REP0000001", {
    ...AT_PORTAL,
    "GET /records/report/REP0000001": () => ({ ...record, actions }),
  });
  await userEvent.click(await named("Still wrong"));
  await userEvent.type(await screen.findByRole("textbox", { name: /why/i }), "no");
  actions = [];
  await queries.invalidateQueries({ queryKey: ["record"] });
  expect(await screen.findByText("Things have moved on: “Still wrong” can no longer be done.")).toBeTruthy();
  expect(screen.queryByRole("form", { name: "Still wrong" })).toBeNull();
  const left = await screen.findByRole("region", { name: /did not send is still there/ });
  expect(within(left).getByText("no")).toBeTruthy();
  await userEvent.click(within(left).getByRole("button", { name: "Throw it away" }));
  expect(screen.queryByText("no")).toBeNull();
});
