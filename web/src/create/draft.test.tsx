// A form that was left is taken up again, says from when it is, and can be thrown away.
import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage, type Sent } from "../test/page";
import { record } from "../test/world";

const AT = "/records/report/new";
const DRAFT = "/drafts/create.report";
const ANSWERS = { [`PUT ${DRAFT}`]: {}, [`DELETE ${DRAFT}`]: {} };

const title = async () => (await screen.findByLabelText(/Title/)) as HTMLInputElement;
const to = (sent: Sent[], method: string) =>
  sent.filter((one) => one.method === method && one.path === `/api/v1${DRAFT}`);

it("a_form_that_was_left_is_taken_up_and_can_be_thrown_away", async () => {
  const user = userEvent.setup();
  const { sent } = openPage(AT, ANSWERS);
  await user.type(await title(), "Very slow");
  expect(screen.queryByText(/restored/)).toBeNull();
  await waitFor(() => expect(to(sent, "PUT")).toHaveLength(1));
  expect(to(sent, "PUT")[0]?.body).toMatchObject({ kind: "create", process: "report", fields: { title: "Very slow" } });
  cleanup();
  const later = openPage(AT, ANSWERS).sent;
  expect((await title()).value).toBe("Very slow");
  expect(screen.getByText(/Draft of \d\d:\d\d restored/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Discard it and start over" }));
  expect((await title()).value).toBe("");
  expect(screen.queryByText(/restored/)).toBeNull();
  await waitFor(() => expect(to(later, "DELETE")).toHaveLength(1));
});

it("a_form_begun_on_another_device_is_taken_up_with_what_is_still_asked_for", async () => {
  const kept = {
    key: "create.report",
    kind: "create",
    process: "report",
    record: null,
    body: "",
    fields: { title: "From home", gone: "x", _brought: {} },
    updated_at: "2026-11-20T02:30:00Z",
    version: 1,
  };
  const { sent } = openPage(AT, { ...ANSWERS, "GET /drafts": { items: [kept] }, "POST /records/report": record });
  await waitFor(async () => expect((await title()).value).toBe("From home"));
  expect(screen.getByText(/restored/)).toBeTruthy();
  await userEvent.setup().click(screen.getByRole("button", { name: "Submit" }));
  await waitFor(() => expect(to(sent, "DELETE")).toHaveLength(1));
  expect(sent.find((one) => one.path === "/api/v1/records/report" && one.method === "POST")?.body).toEqual({
    title: "From home",
  });
});
