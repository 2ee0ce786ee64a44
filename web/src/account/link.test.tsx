// A one-time link sets a password, once.
import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage, Status } from "../test/page";
import { me } from "../test/world";

const USED = new Status(410, { title: "the link is over" });
const nobody = new Status(401, { title: "not signed in" });
const writes = (sent: { method: string }[]) => sent.filter(({ method }) => method === "POST");

async function fillIn(user: ReturnType<typeof userEvent.setup>) {
  await user.type(await screen.findByLabelText("New password"), "a long password");
  await user.type(screen.getByLabelText("The same again"), "a long password");
}

it("a_double_click_on_set_the_password_uses_the_link_once_and_goes_on", async () => {
  let used = false;
  const { sent } = openPage("/link/abc", {
    "GET /me": () => (used ? me : nobody),
    "GET /links/abc": () => (used ? USED : { login: "wang" }),
    "POST /links/abc": () => {
      if (used) return USED;
      used = true;
      return {};
    },
  });
  const user = userEvent.setup();
  await fillIn(user);
  const button = screen.getByRole("button", { name: "Set the password" });
  fireEvent.click(button);
  fireEvent.click(button);
  expect(await screen.findByRole("button", { name: /^Account/ })).toBeTruthy();
  expect(writes(sent)).toHaveLength(1);
});

it("a_link_that_was_used_says_so_and_leads_on_whoever_is_signed_in", async () => {
  openPage("/link/abc", { "GET /links/abc": USED });
  expect(await screen.findByText("The link is no longer valid")).toBeTruthy();
  await userEvent.click(await screen.findByRole("link", { name: "You are signed in as Wang: go on" }));
  expect(await screen.findByRole("button", { name: /^Account/ })).toBeTruthy();
});

it("nobody_who_is_signed_in_already_takes_a_used_link_for_their_own_doing", async () => {
  const { sent } = openPage("/link/abc", { "GET /links/abc": { login: "wang" }, "POST /links/abc": USED });
  const user = userEvent.setup();
  await fillIn(user);
  await user.click(screen.getByRole("button", { name: "Set the password" }));
  expect(await screen.findByText(/the link is over/i)).toBeTruthy();
  expect(writes(sent)).toHaveLength(1);
});

it("a_link_that_was_used_is_void_for_who_is_not_signed_in", async () => {
  openPage("/link/abc", { "GET /links/abc": USED, "GET /me": nobody });
  expect(await screen.findByText("The link is no longer valid")).toBeTruthy();
});

it("what_is_wrong_with_a_field_of_the_first_account_stands_at_the_field", async () => {
  openPage("/link/abc", {
    "GET /links/abc": { login: null },
    "POST /links/abc": new Status(422, {
      title: "A field is not right",
      detail: "login: letters and digits",
      fields: [{ field: "login", code: "content", message: "letters and digits" }],
    }),
  });
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText("Login"), "a b");
  await user.type(screen.getByLabelText("Name"), "Wang");
  await fillIn(user);
  await user.click(screen.getByRole("button", { name: "Set the password" }));
  const fault = await screen.findByText("letters and digits");
  const login = screen.getByLabelText("Login");
  expect(login.getAttribute("aria-describedby")).toBe(fault.id);
  expect(screen.queryByText(/login:/)).toBeNull();
  await waitFor(() => expect(document.activeElement).toBe(login));
});
