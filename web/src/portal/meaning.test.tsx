// What a customer writes where a step could say it: it is asked what is meant, and what can be said no more begins a report.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";
import { keepAt, keptAt } from "../api/kept";
import { openPage, Status } from "../test/page";
import { me, record } from "../test/world";
import { PLACE, type Unsent } from "./draft";

const office = { id: "c1", process: "unit", number: "CUS0000001", title: "The office" };
const REPORT = "/records/report/REP0000001";
const step = (id: string, en: string, comment: string) => ({
  ...record.actions[0],
  ...{ id: `transition:${id}`, label: { zh: en, en }, comment, requires: [], is_main: comment === "optional" },
});
const comment = { ...record.actions[0], id: "comment", label: { zh: "回复", en: "Reply" }, leads: null, requires: [] };
const solved = {
  ...record,
  actions: [step("confirm", "Confirm", "optional"), step("reopen", "Reopen", "public"), comment],
};
const posts = (sent: { method: string }[]) => sent.filter((one) => one.method === "POST");

/** Says what an answer means. */
async function mean(name: string) {
  const meant = await screen.findByRole("group", { name: "What do you mean?" });
  await userEvent.click(within(meant).getByRole("button", { name }));
}

afterEach(() => localStorage.clear());

it("what_is_written_on_what_is_solved_says_what_it_means", async () => {
  const { sent } = openPage(REPORT, {
    "GET /me": { ...me, customer: office },
    [`GET ${REPORT}`]: solved,
    [`POST ${REPORT}/transitions/reopen`]: { ...solved, version: 4, state: "new" },
    [`POST ${REPORT}/comments`]: solved,
  });
  const box = await screen.findByRole("textbox", { name: "Write an answer" });
  await userEvent.type(box, "Still slow{Control>}{Enter}{/Control}");
  const meant = await screen.findByRole("group", { name: "What do you mean?" });
  const names = within(meant).getAllByRole("button");
  expect(names.map((one) => one.textContent)).toEqual(["Reopen", "Confirm", "Just a message"]);
  expect(posts(sent)).toEqual([]);
  await userEvent.click(within(meant).getByRole("button", { name: "Reopen" }));
  await waitFor(() => expect(posts(sent)).toHaveLength(1));
  expect(posts(sent)[0]).toMatchObject({
    path: `/api/v1${REPORT}/transitions/reopen`,
    body: { comment: { body: "Still slow", audience: "public" } },
  });
  await waitFor(() => expect((box as HTMLTextAreaElement).value).toBe(""));
  expect(screen.queryByRole("group", { name: "What do you mean?" })).toBeNull();
});

it("what_is_only_said_changes_nothing", async () => {
  const { sent } = openPage(REPORT, {
    "GET /me": { ...me, customer: office },
    [`GET ${REPORT}`]: solved,
    [`POST ${REPORT}/comments`]: solved,
  });
  await userEvent.type(await screen.findByRole("textbox", { name: "Write an answer" }), "Thanks");
  await userEvent.click(screen.getByRole("button", { name: "Send the answer" }));
  await mean("Just a message");
  await waitFor(() => expect(posts(sent)).toHaveLength(1));
  expect(posts(sent)[0]).toMatchObject({ path: `/api/v1${REPORT}/comments`, body: { body: "Thanks" } });
});

it("what_was_written_for_a_step_of_what_is_closed_begins_a_report", async () => {
  keepAt("p1", "transition:finish.REP0000001", { comment: "It is back", fields: {} }, "browser");
  openPage(REPORT, {
    "GET /me": { ...me, customer: office },
    [`GET ${REPORT}`]: { ...record, is_open: false, state: "done", actions: [] },
  });
  const left = await screen.findByRole("region", { name: /What you wrote for “Finish”/ });
  await userEvent.click(within(left).getByRole("button", { name: "Report it anew" }));
  expect(await screen.findByText("Step 1 of 6")).toBeTruthy();
  expect(keptAt<Unsent>("p1", PLACE, "browser")).toMatchObject({ kind: "report", values: { solution: "It is back" } });
  expect(keptAt("p1", "transition:finish.REP0000001", "browser")).toBeUndefined();
});

it("what_was_sent_without_an_answer_is_sent_again_as_what_it_was", async () => {
  let now: object = solved;
  let isLost = true;
  const { sent } = openPage(REPORT, {
    "GET /me": { ...me, customer: office },
    [`GET ${REPORT}`]: () => now,
    [`POST ${REPORT}/transitions/reopen`]: () => {
      if (!isLost) return { ...solved, version: 4, state: "new" };
      isLost = false;
      now = { ...solved, version: 4, state: "new", actions: [comment] };
      return new Status(502, { title: "no answer" });
    },
    [`POST ${REPORT}/comments`]: solved,
  });
  const box = await screen.findByRole("textbox", { name: "Write an answer" });
  await userEvent.type(box, "Still slow{Control>}{Enter}{/Control}");
  await mean("Reopen");
  await screen.findByRole("alert");
  await userEvent.click(screen.getByRole("button", { name: "Send the answer" }));
  await waitFor(() => expect((box as HTMLTextAreaElement).value).toBe(""));
  const [first, second, ...others] = posts(sent);
  expect(others).toEqual([]);
  expect(second).toEqual(first);
});

it("what_closes_the_record_while_it_is_on_its_way_is_not_called_unsent", async () => {
  let now: object = solved;
  let arrive: (written: unknown) => void = () => undefined;
  const { queries } = openPage(REPORT, {
    "GET /me": { ...me, customer: office },
    [`GET ${REPORT}`]: () => now,
    [`POST ${REPORT}/transitions/confirm`]: () =>
      new Promise((done) => {
        arrive = done;
      }),
  });
  await userEvent.type(await screen.findByRole("textbox", { name: "Write an answer" }), "All well, thanks");
  await userEvent.click(screen.getByRole("button", { name: "Send the answer" }));
  await mean("Confirm");
  now = { ...record, is_open: false, state: "done", version: 4, actions: [] };
  await queries.invalidateQueries({ queryKey: ["record"] });
  await waitFor(() => expect(screen.queryByRole("button", { name: "Confirm" })).toBeNull());
  expect(screen.queryByText(/did not send/)).toBeNull();
  arrive(now);
  await waitFor(() => expect(screen.queryByRole("textbox", { name: "Write an answer" })).toBeNull());
  expect(screen.queryByText(/did not send/)).toBeNull();
});

it("a_report_that_is_begun_already_gets_the_words_too", async () => {
  const begun = { kind: "report", values: { title: "Begun", solution: "First" }, key: "k" } satisfies Unsent;
  keepAt("p1", PLACE, begun, "browser");
  keepAt("p1", "answer.REP0000001", { text: "It is back", key: "k" }, "browser");
  openPage(REPORT, {
    "GET /me": { ...me, customer: office },
    [`GET ${REPORT}`]: { ...record, is_open: false, state: "done", actions: [] },
  });
  await userEvent.click(await screen.findByRole("button", { name: "Report it anew" }));
  await screen.findByText("Step 1 of 6");
  expect(keptAt<Unsent>("p1", PLACE, "browser")?.values).toEqual({ title: "Begun", solution: "First\nIt is back" });
});

it("what_was_changed_after_no_answer_came_is_sent_only_where_the_first_has_not_arrived", async () => {
  let now: object = solved;
  const answers = [
    () => {
      now = { ...solved, version: 4, state: "new", actions: [comment] };
      return new Status(502, { title: "no answer" });
    },
    () => new Status(422, { title: "used", status: 422, type: "/problems/key-reused" }),
  ];
  const { sent } = openPage(REPORT, {
    "GET /me": { ...me, customer: office },
    [`GET ${REPORT}`]: () => now,
    [`POST ${REPORT}/transitions/reopen`]: () => answers.shift()?.(),
    [`POST ${REPORT}/comments`]: solved,
  });
  const box = (await screen.findByRole("textbox", { name: "Write an answer" })) as HTMLTextAreaElement;
  await userEvent.type(box, "Still slow{Control>}{Enter}{/Control}");
  await mean("Reopen");
  await screen.findByRole("alert");
  await userEvent.type(box, " today{Control>}{Enter}{/Control}");
  await mean("Reopen");
  expect(await screen.findByText(/What you sent before has arrived/)).toBeTruthy();
  expect(box.value).toBe("Still slow today");
  await userEvent.type(box, "{Control>}{Enter}{/Control}");
  await waitFor(() => expect(box.value).toBe(""));
  const keys = posts(sent).map((one) => (one as unknown as { headers: { [name: string]: string } }).headers);
  expect(keys[1]?.["Idempotency-Key"]).toBe(keys[0]?.["Idempotency-Key"]);
  expect(posts(sent)[2]).toMatchObject({ path: `/api/v1${REPORT}/comments`, body: { body: "Still slow today" } });
  expect(keys[2]?.["Idempotency-Key"]).not.toBe(keys[0]?.["Idempotency-Key"]);
});

it("a_report_that_was_sent_but_for_its_pictures_takes_nothing_more", async () => {
  keepAt("p1", PLACE, { kind: "report", values: {}, key: "k", number: "REP0000009" } satisfies Unsent, "browser");
  keepAt("p1", "answer.REP0000001", { text: "It is back", key: "k" }, "browser");
  openPage(REPORT, {
    "GET /me": { ...me, customer: office },
    [`GET ${REPORT}`]: { ...record, is_open: false, state: "done", actions: [] },
  });
  await userEvent.click(await screen.findByRole("button", { name: "Report it anew" }));
  expect(await screen.findByText(/is not finished/)).toBeTruthy();
  expect(keptAt("p1", "answer.REP0000001", "browser")).toMatchObject({ text: "It is back" });
});

it("a_step_that_is_offered_again_is_not_taken_for_one_done_before", async () => {
  const again = { ...solved, version: 9 };
  keepAt(
    "p1",
    "transition:reopen.REP0000001",
    {
      comment: "Still slow",
      fields: {},
      tried: { id: "transition:reopen", version: 3, key: "k1", entries: "Still slow" },
    },
    "browser",
  );
  const { sent } = openPage(REPORT, {
    "GET /me": { ...me, customer: office },
    [`GET ${REPORT}`]: again,
    [`POST ${REPORT}/transitions/reopen`]: () => new Status(200, again, { "Idempotent-Replayed": "true" }),
  });
  await userEvent.click(await screen.findByRole("button", { name: "Reopen" }));
  const form = await screen.findByRole("form", { name: "Reopen" });
  await userEvent.click(within(form).getByRole("button", { name: "Reopen" }));
  expect(await screen.findByText(/had been done the first time/)).toBeTruthy();
  const box = within(form).getByRole("textbox") as HTMLTextAreaElement;
  expect(box.value).toBe("");
  await userEvent.type(box, "Once more");
  await userEvent.click(within(form).getByRole("button", { name: "Reopen" }));
  await waitFor(() => expect(posts(sent)).toHaveLength(2));
  expect(posts(sent)[1]).toMatchObject({ body: { comment: { body: "Once more" } } });
});

it("what_was_changed_may_mean_something_else_and_is_asked_again", async () => {
  const { sent } = openPage(REPORT, {
    "GET /me": { ...me, customer: office },
    [`GET ${REPORT}`]: solved,
    [`POST ${REPORT}/transitions/confirm`]: () => new Status(502, { title: "no answer" }),
    [`POST ${REPORT}/transitions/reopen`]: { ...solved, version: 4, state: "new" },
  });
  const box = (await screen.findByRole("textbox", { name: "Write an answer" })) as HTMLTextAreaElement;
  await userEvent.type(box, "Thanks{Control>}{Enter}{/Control}");
  await mean("Confirm");
  await screen.findByRole("alert");
  await userEvent.type(box, ", but it is back{Control>}{Enter}{/Control}");
  await mean("Reopen");
  await waitFor(() => expect(box.value).toBe(""));
  expect(posts(sent).map((one) => (one as unknown as { path: string }).path)).toEqual(
    ["confirm", "reopen"].map((step) => `/api/v1${REPORT}/transitions/${step}`),
  );
});

it("what_was_added_to_what_had_arrived_is_kept_and_said_to_be_unsent", async () => {
  const tried = { id: "transition:finish", version: 3, key: "k1", entries: "A" };
  keepAt("p1", "transition:finish.REP0000001", { comment: "A, B", fields: {}, tried }, "browser");
  openPage(REPORT, {
    "GET /me": { ...me, customer: office },
    [`GET ${REPORT}`]: { ...record, is_open: false, state: "done", actions: [] },
    [`POST ${REPORT}/transitions/finish`]: new Status(422, {
      title: "used",
      status: 422,
      type: "/problems/key-reused",
    }),
  });
  await userEvent.click(await screen.findByRole("button", { name: "Send it again" }));
  expect(await screen.findByText(/What you sent before has arrived/)).toBeTruthy();
  expect(screen.getByText("A, B")).toBeTruthy();
  expect(keptAt("p1", "transition:finish.REP0000001", "browser")).toEqual({ comment: "A, B", fields: {} });
});
