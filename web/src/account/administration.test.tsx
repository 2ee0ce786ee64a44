// Other people's accounts at the page, for whoever the server says may administer them.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage, Status } from "../test/page";
import { definitions } from "../test/world";

const AT = "/records/report/REP0000001";
const [report] = definitions.processes;
const people = {
  ...definitions,
  processes: [{ ...report, may: { create: true, export: true, give_out: false, administer_accounts: true } }],
};
const account = { login: "lin", locked: false, has_password: true, signed_in_at: "2026-11-20T01:00:00Z", person: null };
const made = { link: "http://yuheng.test/link/secret", expires_at: "2026-11-23T01:00:00Z" };
const open = (answers: object) => openPage(AT, { "GET /definitions": people, ...answers });
const panel = () => screen.findByRole("region", { name: "Account" });

it("whoever_has_no_account_is_invited_by_a_link_that_is_shown_once", async () => {
  let accounts: object[] = [];
  const { sent } = open({
    "GET /accounts": () => ({ items: accounts }),
    "POST /invitations": () => {
      accounts = [{ ...account, has_password: false, signed_in_at: null }];
      return made;
    },
  });
  await userEvent.type(await within(await panel()).findByLabelText("Login"), "lin");
  await userEvent.click(within(await panel()).getByRole("button", { name: "Invite" }));
  const link = (await within(await panel()).findByLabelText("One-time link")) as HTMLInputElement;
  expect(link.value).toBe(made.link);
  expect(within(await panel()).getByText(/valid until 2026-11-23/)).toBeTruthy();
  expect(await within(await panel()).findByText("Invited, no password yet")).toBeTruthy();
  expect(sent.find(({ method }) => method === "POST")?.body).toEqual({ person: "r1", login: "lin" });
  expect(sent.some(({ path }) => path === "/api/v1/accounts?person=r1")).toBe(true);
});

it("a_login_that_is_taken_is_said_at_the_login_and_stays", async () => {
  const fields = [{ field: "login", code: "taken", message: "is taken" }];
  open({
    "GET /accounts": { items: [] },
    "POST /invitations": new Status(422, { title: "Some fields are wrong", fields }),
  });
  const login = (await within(await panel()).findByLabelText("Login")) as HTMLInputElement;
  await userEvent.type(login, "lin{Enter}");
  expect(await within(await panel()).findByText("is taken")).toBeTruthy();
  expect(login.value).toBe("lin");
});

it("locking_is_confirmed_and_a_refusal_is_told_in_words", async () => {
  const guarded = { title: "This can't be done", detail: "This is the last administrator" };
  const { sent } = open({ "GET /accounts": { items: [account] }, "POST /accounts/lin/lock": new Status(409, guarded) });
  await userEvent.click(await within(await panel()).findByRole("button", { name: "Lock" }));
  expect(await screen.findByText(/its sessions and tokens end at once/)).toBeTruthy();
  expect(sent.filter(({ method }) => method === "POST")).toEqual([]);
  await userEvent.click(screen.getByRole("button", { name: "Go on" }));
  expect(await within(await panel()).findByText(/This is the last administrator/)).toBeTruthy();
});

it("a_locked_account_is_unlocked", async () => {
  let locked = true;
  const unlock = () => {
    locked = false;
    return {};
  };
  open({ "GET /accounts": () => ({ items: [{ ...account, locked }] }), "POST /accounts/lin/unlock": unlock });
  expect(await within(await panel()).findByText("Locked")).toBeTruthy();
  await userEvent.click(within(await panel()).getByRole("button", { name: "Unlock" }));
  expect(await within(await panel()).findByText("Can sign in")).toBeTruthy();
});

it("who_may_not_administer_is_shown_nothing_of_accounts", async () => {
  const { sent } = openPage(AT);
  await screen.findByRole("heading", { level: 1, name: "Slow" });
  await waitFor(() => expect(sent.some(({ path }) => path.includes("/relations"))).toBe(true));
  expect(screen.queryByRole("region", { name: "Account" })).toBeNull();
  expect(sent.some(({ path }) => path.includes("/accounts"))).toBe(false);
});

it("where_somebody_is_signed_in_is_listed_and_ended", async () => {
  const session = { device: "", address: "10.0.0.7", created_at: account.signed_in_at, seen_at: account.signed_in_at };
  let items = [{ ...session, id: "s1", is_this: false }];
  const { sent } = open({
    "GET /accounts": { items: [account] },
    "GET /accounts/lin/sessions": () => ({ items }),
    "DELETE /accounts/lin/sessions/s1": () => {
      items = [];
      return {};
    },
  });
  const list = await within(await panel()).findByRole("list", { name: "Sessions" });
  expect(list.textContent).toContain("10.0.0.7");
  await userEvent.click(within(list).getByRole("button", { name: "End" }));
  await waitFor(() => expect(screen.queryByText(/10\.0\.0\.7/)).toBeNull());
  // A page that was open before may yet say that its reader left.
  expect(sent.filter(({ method, path }) => method === "DELETE" && path.includes("/sessions/"))).toHaveLength(1);
});
