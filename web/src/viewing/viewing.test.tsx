// Looking through somebody's eyes: it is said on every page, each request names it, and ending it begins the page anew.
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openPage } from "../test/page";
import { me } from "../test/world";

const viewing = { id: "v1", name: "Admin", until: new Date(Date.now() + 20 * 60_000).toISOString() };

beforeEach(() => {
  sessionStorage.setItem("yuheng.viewing", JSON.stringify({ id: "v1", from: "/records/person/PER0000001" }));
});
afterEach(() => {
  sessionStorage.clear();
});

it("whoever_looks_is_told_so_and_ends_it_where_it_began", async () => {
  const { sent } = openPage("/records/report", {
    "GET /me": { ...me, viewing },
    "DELETE /viewings/v1": {},
  });
  expect(await screen.findByText("You are viewing as Wang.")).toBeTruthy();
  expect(screen.getByText(/there may be fewer records than this person sees/)).toBeTruthy();
  await userEvent.setup().click(screen.getByRole("button", { name: "End viewing" }));
  await expect.poll(() => sent.some(({ path }) => path.includes("/viewings/v1"))).toBe(true);
  await expect.poll(() => sessionStorage.getItem("yuheng.viewing")).toBeNull();
  const named = (path: string) => sent.find((one) => one.path.includes(path))?.headers["X-Yuheng-Viewing"];
  expect([named("/me"), named("/viewings/v1")]).toEqual(["v1", undefined]);
});

it("passwords_sessions_and_tokens_are_nobody_elses", async () => {
  const { sent } = openPage("/account", { "GET /me": { ...me, viewing } });
  expect(await screen.findByText("Passwords, sessions and tokens are shown to nobody but their owner.")).toBeTruthy();
  expect(sent.some(({ path }) => path.includes("/sessions") || path.includes("/tokens"))).toBe(false);
});
