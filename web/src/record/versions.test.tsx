// The versions of a text: any two that the reader may see are compared line by line.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage } from "../test/page";
import { history, record } from "../test/world";

const AT = "/records/report/REP0000001";
const [, created] = history;
const changed = (n: number, from: string | null, to: string | null, erased = false) => ({
  ...created,
  n,
  at: `2026-11-2${n}T01:00:00Z`,
  action: n === 1 ? "created" : "updated",
  to: undefined,
  changes: [{ field: "solution", from, to, erased }],
});
const told = { ...record, fields: { ...record.fields, solution: "a\nthree" } };
const entries = [changed(1, null, "a\none"), changed(2, "a\none", "a\ntwo"), changed(3, "a\ntwo", "a\nthree")];
const open = (items: object[]) => openPage(AT, { [`GET ${AT}`]: told, [`GET ${AT}/history`]: { items, next: null } });
const lines = (dialog: HTMLElement, tag: string) => [...dialog.querySelectorAll(tag)].map((line) => line.textContent);

it("an_entry_that_changed_a_text_shows_the_difference_to_the_version_before", async () => {
  open(entries);
  const timeline = await screen.findByRole("region", { name: "Timeline" });
  const [first] = await within(timeline).findAllByRole("button", { name: "Show difference" });
  if (first) await userEvent.click(first);
  const dialog = await screen.findByRole("dialog", { name: "Solution: versions compared" });
  await waitFor(() => expect(lines(dialog, "del.line")).toEqual(["−one"]));
  expect(lines(dialog, "ins.line")).toEqual(["+two"]);
});

it("any_two_versions_are_compared_from_the_text_itself", async () => {
  open(entries);
  await userEvent.click(await screen.findByRole("button", { name: "Compare versions" }));
  const dialog = await screen.findByRole("dialog", { name: "Solution: versions compared" });
  await waitFor(() => expect(lines(dialog, "del.line")).toEqual(["−two"]));
  await userEvent.click(within(dialog).getByRole("combobox", { name: "Older version" }));
  await userEvent.click(await screen.findByText(/2026-11-21.*Zhang/, { selector: ".ant-select-item-option-content" }));
  await waitFor(() => expect(lines(dialog, "del.line")).toEqual(["−one"]));
  expect(lines(dialog, "ins.line")).toEqual(["+three"]);
});

it("an_erased_version_is_named_and_never_shown", async () => {
  open([changed(1, null, null, true), changed(2, null, "a\ntwo", true), changed(3, "a\ntwo", "a\nthree")]);
  await userEvent.click(await screen.findByRole("button", { name: "Compare versions" }));
  const dialog = await screen.findByRole("dialog");
  await userEvent.click(within(dialog).getByRole("combobox", { name: "Older version" }));
  const erased = await screen.findByText(/2026-11-21/, { selector: ".ant-select-item-option-content" });
  expect(erased.closest(".ant-select-item-option-disabled")).toBeTruthy();
});

it("a_text_that_never_changed_offers_nothing_to_compare", async () => {
  open([changed(1, null, "a\nthree")]);
  await screen.findByRole("region", { name: "Timeline" });
  await screen.findByText(/Fields filled in/);
  expect(screen.queryByRole("button", { name: "Compare versions" })).toBeNull();
  expect(screen.queryByRole("button", { name: "Show difference" })).toBeNull();
});
