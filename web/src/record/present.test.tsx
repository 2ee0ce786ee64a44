// Who else has the record open: shown, said by this tab, and left behind with it.
import { act, cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { placeOf } from "../api/presence";
import { openPage, type Sent, Status } from "../test/page";
import * as world from "../test/world";

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

it("who_leaves_while_coming_is_told_to_come_first_and_to_leave_after_it", async () => {
  const answered: string[] = [];
  let answer = () => {};
  const come = () =>
    new Promise((done) => {
      answer = () => {
        answered.push("PUT");
        done({ items: [] });
      };
    });
  const { sent } = openPage(AT, {
    [`PUT ${PLACE}`]: come,
    [`DELETE ${PLACE}`]: () => {
      answered.push("DELETE");
      return {};
    },
  });
  await waitFor(() => expect(beats(sent)).toHaveLength(1));
  cleanup();
  answer();
  await waitFor(() => expect(answered).toEqual(["PUT", "DELETE"]));
});

it("nobody_is_shown_once_it_is_not_known_any_more", async () => {
  let isLost = false;
  const answer = () => (isLost ? new Status(503, { title: "away" }) : { items: [other("Li", true)] });
  const { queries } = openPage(AT, { [`PUT ${PLACE}`]: answer });
  await waitFor(() => expect(there()).toBe(" Li writing"));
  isLost = true;
  await act(() => queries.invalidateQueries({ queryKey: ["presence"] }));
  await waitFor(() => expect(there()).toBe(""));
});

it("nobody_is_shown_of_whom_no_word_has_come_for_longer_than_it_holds", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], shouldAdvanceTime: true });
  try {
    let count = 0;
    openPage(AT, { [`PUT ${PLACE}`]: () => (count++ ? new Promise(() => {}) : { items: [other("Li")] }) });
    await waitFor(() => expect(there()).toBe(" Li also here"));
    await act(() => vi.advanceTimersByTimeAsync(74_000));
    expect(there()).toBe(" Li also here");
    await act(() => vi.advanceTimersByTimeAsync(2_000));
    expect(there()).toBe("");
  } finally {
    vi.useRealTimers();
  }
});

it("whoever_may_not_read_the_notes_says_it_once", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"], shouldAdvanceTime: true });
  try {
    const { sent } = openPage(AT, { [`PUT ${PLACE}`]: new Status(404, { title: "not found" }) });
    await waitFor(() => expect(beats(sent)).toHaveLength(1));
    await act(() => vi.advanceTimersByTimeAsync(65_000));
    expect(beats(sent)).toHaveLength(1);
  } finally {
    vi.useRealTimers();
  }
});

it("at_a_record_that_is_gone_nobody_is_and_nobody_says_that_they_are", async () => {
  let isGone = false;
  const record = () => (isGone ? new Status(404, { title: "gone" }) : world.record);
  const { sent, queries } = openPage(AT, {
    [`GET ${AT}`]: record,
    [`PUT ${PLACE}`]: { items: [other("Li")] },
    [`DELETE ${PLACE}`]: {},
  });
  await waitFor(() => expect(there()).toBe(" Li also here"));
  isGone = true;
  await act(() => queries.invalidateQueries({ queryKey: ["record"] }));
  await waitFor(() => expect(there()).toBe(""));
  const said = beats(sent).length;
  await act(() => queries.invalidateQueries({ queryKey: ["presence"] }));
  expect(beats(sent)).toHaveLength(said);
  expect(sent.some((one) => one.method === "DELETE" && one.path.endsWith(PLACE))).toBe(true);
});
