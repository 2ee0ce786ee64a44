// A form that was left is taken up again, says from when it is, and can be thrown away.
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage, type Sent } from "../test/page";
import { record } from "../test/world";

const AT = "/records/report/new";
const DRAFT = "/drafts/create.report.";

const title = async () => (await screen.findByLabelText(/Title/)) as HTMLInputElement;
const to = (sent: Sent[], method: string) =>
  sent.filter((one) => one.method === method && one.path.startsWith(`/api/v1${DRAFT}`));
const begun = (key: string, title: string) => ({
  key,
  kind: "create",
  process: "report",
  record: null,
  body: "",
  fields: { title, gone: "x", _brought: {} },
  updated_at: "2026-11-20T02:30:00Z",
  version: 1,
});

it("a_form_that_was_left_is_taken_up_and_can_be_thrown_away", async () => {
  const user = userEvent.setup();
  const { sent } = openPage(AT);
  await user.type(await title(), "Very slow");
  expect(screen.queryByText(/restored/)).toBeNull();
  await waitFor(() => expect(to(sent, "PUT")).toHaveLength(1));
  expect(to(sent, "PUT")[0]?.body).toMatchObject({ kind: "create", process: "report", fields: { title: "Very slow" } });
  cleanup();
  const later = openPage(AT).sent;
  expect((await title()).value).toBe("Very slow");
  expect(screen.getByText(/Draft of \d\d:\d\d restored/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Discard it and start over" }));
  expect((await title()).value).toBe("");
  expect(screen.queryByText(/restored/)).toBeNull();
  await waitFor(() => expect(to(later, "DELETE")).toHaveLength(1));
});

it("a_form_begun_elsewhere_is_offered_and_gone_on_with_under_its_own_key", async () => {
  const user = userEvent.setup();
  const kept = begun("create.report.home", "From home");
  const { sent } = openPage(AT, { "GET /drafts": { items: [kept] }, "POST /records/report": record });
  const left = within(await screen.findByRole("navigation", { name: "Drafts not sent yet" }));
  expect((await title()).value).toBe("");
  await user.click(left.getByRole("link", { name: "From home" }));
  await waitFor(async () => expect((await title()).value).toBe("From home"));
  expect(screen.getByText(/restored/)).toBeTruthy();
  expect(screen.queryByRole("navigation", { name: "Drafts not sent yet" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Submit" }));
  await waitFor(() => expect(to(sent, "DELETE").map((one) => one.path)).toEqual(["/api/v1/drafts/create.report.home"]));
  expect(sent.find((one) => one.path === "/api/v1/records/report" && one.method === "POST")?.body).toEqual({
    title: "From home",
  });
});

it("two_tabs_write_two_drafts", async () => {
  const user = userEvent.setup();
  const first = openPage(AT).sent;
  await user.type(await title(), "One");
  await waitFor(() => expect(to(first, "PUT")).toHaveLength(1));
  cleanup();
  // Another tab keeps nothing of the first.
  sessionStorage.clear();
  const second = openPage(AT).sent;
  await user.type(await title(), "Two");
  await waitFor(() => expect(to(second, "PUT")).toHaveLength(1));
  expect(to(second, "PUT")[0]?.path).not.toBe(to(first, "PUT")[0]?.path);
});

it("what_is_forgotten_is_forgotten_after_what_is_under_way_and_in_the_tab_too", async () => {
  const user = userEvent.setup();
  let arrive: (answer: object) => void = () => undefined;
  const promise = new Promise<object>((done) => {
    arrive = done;
  });
  const kept = begun("create.report.x", "Begun");
  const page = openPage("/records/report/new?draft=create.report.x", {
    "GET /drafts": { items: [kept] },
    [`PUT ${DRAFT}x`]: () => promise,
    [`DELETE ${DRAFT}x`]: {},
  });
  await waitFor(async () => expect((await title()).value).toBe("Begun"));
  await user.type(await title(), " here");
  await waitFor(() => expect(to(page.sent, "PUT")).toHaveLength(1));
  await user.click(screen.getByRole("button", { name: "Discard it and start over" }));
  // Of this draft alone: another page's, still on its way when that was left, may come in here.
  const forgotten = () => to(page.sent, "DELETE").filter(({ path }) => path.endsWith(".x"));
  await new Promise((done) => setTimeout(done));
  expect(forgotten()).toHaveLength(0);
  arrive({});
  await waitFor(() => expect(forgotten()).toHaveLength(1));
  expect(Object.keys(sessionStorage).filter((name) => name.includes("create.report"))).toEqual([]);
});
