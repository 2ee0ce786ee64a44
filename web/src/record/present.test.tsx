// Who else has the record open: shown, said by this tab, and left behind with it.
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { placeOf } from "../api/presence";
import { openPage, type Sent } from "../test/page";

const AT = "/records/report/REP0000001";
const PLACE = placeOf({ process: "report", number: "REP0000001" });

const other = (name: string, isWriting = false) => ({
  person: { id: name, process: "report", number: "REP0000007", title: name },
  is_writing: isWriting,
  since: "2026-11-20T01:00:00Z",
});
const beats = (sent: Sent[]) => sent.filter((one) => one.method === "PUT" && one.path.endsWith(PLACE));
const there = () => document.querySelector(".present.at-head")?.textContent;

it("those_who_look_and_those_who_write_are_named_in_words", async () => {
  openPage(AT, { [`PUT ${PLACE}`]: { items: [other("Li"), other("Zhou", true), other("Sun")] } });
  await waitFor(() => expect(there()).toBe(" Zhou writing Li, Sun also here"));
  expect(document.querySelector(".present.at-head")?.getAttribute("role")).toBe("status");
  expect(document.querySelector(".present.at-composer")?.textContent).toBe(" Zhou writing");
});

it("of_a_crowd_three_are_named", async () => {
  openPage(AT, { [`PUT ${PLACE}`]: { items: ["Li", "Zhou", "Sun", "Qian", "Wu"].map((name) => other(name)) } });
  await waitFor(() => expect(there()).toBe(" Li, Zhou, Sun and 5 in all also here"));
});

it("who_writes_says_so_and_whoever_leaves_too", async () => {
  const { sent } = openPage(AT, { [`PUT ${PLACE}`]: { items: [] }, [`DELETE ${PLACE}`]: {} });
  const user = userEvent.setup();
  const note = await screen.findByRole("form", { name: "Internal note" });
  await waitFor(() => expect(beats(sent).map((one) => one.body)).toEqual([{ is_writing: false }]));
  await user.type(within(note).getByRole("textbox"), "As");
  await waitFor(() => expect(beats(sent).at(-1)?.body).toEqual({ is_writing: true }));
  await user.tab();
  await waitFor(() => expect(beats(sent).at(-1)?.body).toEqual({ is_writing: false }));
  expect(there()).toBe("");
  cleanup();
  await waitFor(() => expect(sent.some((one) => one.method === "DELETE" && one.path.endsWith(PLACE))).toBe(true));
});
