// What one sets for oneself holds at once and is kept on the server.
import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage } from "../test/page";
import { me } from "../test/world";

const kept = (items: object) => ({ "GET /me/preferences": { items } });

it("light_or_dark_and_density_hold_at_once_and_are_kept", async () => {
  const { sent } = openPage("/settings", { ...kept({}), "PUT /me/preferences/look": {} });
  await userEvent.click(await screen.findByText("Dark"));
  await waitFor(() => expect(document.documentElement.dataset.dark).toBe("true"));
  await userEvent.click(screen.getByText("Comfortable"));
  await waitFor(() => expect(document.documentElement.dataset.density).toBe("comfortable"));
  await waitFor(() => {
    const last = sent.filter((one) => one.method === "PUT" && one.path.endsWith("/me/preferences/look")).at(-1);
    expect(last?.body).toEqual({ theme: "dark", density: "comfortable", zone: "browser" });
  });
});

it("the_language_goes_to_the_server_too", async () => {
  const { sent } = openPage("/settings", { ...kept({}), "PATCH /me": { ...me, language: "zh" } });
  fireEvent.click(await screen.findByRole("radio", { name: "中文" }));
  expect(await screen.findByRole("heading", { level: 1, name: "设置" })).toBeTruthy();
  expect(sent.find((one) => one.method === "PATCH")?.body).toEqual({ language: "zh" });
});

it("what_one_does_not_want_to_be_told_of_is_switched_off", async () => {
  const { sent } = openPage("/settings", {
    ...kept({ notices: { off: ["moved"] } }),
    "PUT /me/preferences/notices": {},
  });
  const moved = await screen.findByRole("checkbox", { name: "Progress of a record of mine" });
  await waitFor(() => expect((moved as HTMLInputElement).checked).toBe(false));
  await userEvent.click(screen.getByRole("checkbox", { name: "A reply on a record of mine" }));
  await waitFor(() => expect(sent.find((one) => one.method === "PUT")?.body).toEqual({ off: ["moved", "commented"] }));
});
