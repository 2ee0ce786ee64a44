// Macros on a record: offered by a button, a key and the palette; shown before they are run; given back where they only set fields.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage, type Sent, Status } from "../test/page";
import { history, record } from "../test/world";

const AT = "/records/report/REP0000001";
const macro = (more = {}) => ({
  number: "MAC0000001",
  title: { zh: "接手", en: "Take it" },
  purpose: { zh: "新报时用。", en: "When it is new." },
  problems: [],
  sets_only: null,
  ...more,
});
const there = (items: object[]) => ({
  [`GET ${AT}/macros`]: { items },
});
const runs = (sent: Sent[]) =>
  sent.filter(({ method, path }) => method === "POST" && path.endsWith("/macros/MAC0000001"));

async function open(user: ReturnType<typeof userEvent.setup>) {
  await screen.findByRole("button", { name: "Macros" });
  await user.keyboard("h");
  await user.click(await screen.findByRole("menuitem", { name: /Take it/ }));
  return screen.findByRole("dialog", { name: "Take it" });
}

it("what_a_macro_would_do_is_shown_and_then_run_on_that_version", async () => {
  const { sent } = openPage(AT, {
    ...there([macro()]),
    [`GET ${AT}/macros/MAC0000001`]: { items: [history[0]], plan: "p1" },
    [`POST ${AT}/macros/MAC0000001`]: record,
  });
  const user = userEvent.setup();
  const dialog = await open(user);
  await within(dialog).findByRole("region", { name: "What it will do" });
  await within(dialog).findByText("This can't be undone.");
  await user.click(within(dialog).getByRole("button", { name: "Run" }));
  await waitFor(() => expect(runs(sent)).toHaveLength(1));
  expect(runs(sent)[0]?.headers["If-Match"]).toBe(`"${record.version}"`);
  expect(runs(sent)[0]?.body).toEqual({ plan: "p1" });
});

it("f_plt_07_what_was_changed_since_it_was_looked_at_is_shown_anew_and_then_run", async () => {
  let isChanged = false;
  const said = (body: string) => ({ ...history[0], comment: { ...history[0]?.comment, body } });
  const other = {
    type: "https://yuheng.dev/problems/other-plan",
    title: "Something else",
    status: 412,
    detail: "Look",
  };
  const { sent } = openPage(AT, {
    ...there([macro()]),
    [`GET ${AT}/macros/MAC0000001`]: () => ({
      items: [said(isChanged ? "Tomorrow" : "Today")],
      plan: isChanged ? "p2" : "p1",
    }),
    [`POST ${AT}/macros/MAC0000001`]: ({ body }: Sent) => {
      isChanged = true;
      return (body as { plan: string }).plan === "p2" ? record : new Status(412, other);
    },
  });
  const user = userEvent.setup();
  const dialog = await open(user);
  await within(dialog).findByText("Today");
  await user.click(within(dialog).getByRole("button", { name: "Run" }));
  await within(dialog).findByText("Tomorrow");
  expect(within(dialog).getByRole("alert").textContent).toContain("Something else");
  expect(within(dialog).queryByText("Today")).toBeNull();
  await user.click(within(dialog).getByRole("button", { name: "Run" }));
  await waitFor(() => expect(runs(sent).map(({ body }) => body)).toEqual([{ plan: "p1" }, { plan: "p2" }]));
});

it("what_would_be_refused_says_why_and_is_not_run", async () => {
  const problem = { title: "Not accepted", status: 422, detail: "Solution: must be filled" };
  const { sent } = openPage(AT, { ...there([macro()]), [`GET ${AT}/macros/MAC0000001`]: new Status(422, problem) });
  const user = userEvent.setup();
  const dialog = await open(user);
  await within(dialog).findByText(/Solution: must be filled/);
  expect((within(dialog).getByRole("button", { name: "Run" }) as HTMLButtonElement).disabled).toBe(true);
  expect(runs(sent)).toHaveLength(0);
});

it("what_only_sets_fields_can_be_given_back", async () => {
  const { sent } = openPage(AT, {
    ...there([macro({ sets_only: ["title"] })]),
    [`GET ${AT}/macros/MAC0000001`]: { items: [history[0]], plan: "p1" },
    [`POST ${AT}/macros/MAC0000001`]: { ...record, version: record.version + 1 },
    [`PATCH ${AT}`]: record,
  });
  // The notice lets pointers through to itself alone, which the test page does not know.
  const user = userEvent.setup({ pointerEventsCheck: 0 });
  const dialog = await open(user);
  await within(dialog).findByRole("region", { name: "What it will do" });
  await user.click(within(dialog).getByRole("button", { name: "Run" }));
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(sent.some(({ method }) => method === "PATCH")).toBe(true));
  const back = sent.find(({ method }) => method === "PATCH");
  expect([back?.headers["If-Match"], back?.body]).toEqual([`"${record.version + 1}"`, { title: record.fields.title }]);
});

it("where_there_is_no_macro_there_is_no_button", async () => {
  openPage(AT, there([]));
  await screen.findByRole("form", { name: "Internal note" });
  expect(screen.queryByRole("button", { name: "Macros" })).toBeNull();
});
