// Panes: their widths by keys, kept on the server; parts that fold and stay folded.
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage } from "../test/page";

const kept = (sent: { method: string; path: string; body: unknown }[], key: string) =>
  sent.filter(({ method, path }) => method === "PUT" && path.endsWith(`/me/preferences/${key}`)).at(-1)?.body;

it("the_line_of_a_pane_is_moved_by_keys_and_stays_where_it_was_left", async () => {
  const { sent } = openPage("/records/report/REP0000001", { "PUT /me/preferences/panes": {} });
  const line = await screen.findByRole("separator", { name: "Width of the list" });
  const before = Number(line.getAttribute("aria-valuenow"));
  line.focus();
  await userEvent.keyboard("{ArrowRight}{ArrowRight}");
  expect(Number(line.getAttribute("aria-valuenow"))).toBe(before + 32);
  await waitFor(() => expect(kept(sent, "panes")).toMatchObject({ list: before + 32 }));
  await userEvent.keyboard("{Home}");
  expect(line.getAttribute("aria-valuenow")).toBe(line.getAttribute("aria-valuemin"));
});

it("widths_come_from_the_server_whatever_the_browser_knows", async () => {
  openPage("/records/report/REP0000001", { "GET /me/preferences": { items: { panes: { context: 400 } } } });
  const line = await screen.findByRole("separator", { name: "Width of the context" });
  await waitFor(() => expect(line.getAttribute("aria-valuenow")).toBe("400"));
});

it("the_chosen_kind_of_entries_is_remembered", async () => {
  const { sent } = openPage("/records/report/REP0000001", { "PUT /me/preferences/timeline": {} });
  await userEvent.click(await screen.findByText("Talk"));
  await waitFor(() => expect(kept(sent, "timeline")).toBe("talk"));
});
