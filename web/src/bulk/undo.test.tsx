// What can be undone of a change of several, for how long, and that it gives back no more than was changed.
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { forgetSeen } from "../api/seen";
import { type Asked, answering, close, done, numberOf, opened, press, toPreview } from "../test/bulk";
import type { Sent } from "../test/page";
import { me } from "../test/world";

const visit = {
  ...Object.fromEntries(
    ["history", "relations", "attachments"].map((part) => [
      `GET /records/report/${numberOf(1)}/${part}`,
      { items: [] },
    ]),
  ),
};

/** Opens the first record and comes back to its list. */
async function visitOne() {
  await userEvent.click(screen.getByRole("link", { name: "Slow 1" }));
  await screen.findByRole("heading", { level: 1, name: "Slow 1" });
  await userEvent.click(screen.getAllByRole("link", { name: "Report" }).at(-1) as HTMLElement);
  await screen.findByRole("table");
}

it("f_inc_09_who_opens_a_record_and_comes_back_can_undo_still", async () => {
  const { sent } = opened(visit);
  await toPreview();
  await press("Change 4");
  await close();
  await visitOne();
  await press("Undo");
  await screen.findByText("4 have their former values again");
  expect(done(sent)).toHaveLength(3);
});

it("f_inc_09_what_was_changed_can_be_undone_after_a_reload_for_an_hour", async () => {
  opened();
  await toPreview();
  await press("Change 4");
  await close();
  await screen.findByRole("button", { name: "Undo" });
  // The page anew: what it had in memory is gone, what the tab keeps is not.
  cleanup();
  forgetSeen();
  const { sent } = opened();
  await press("Undo");
  await screen.findByText("4 have their former values again");
  const [first, second] = done(sent);
  expect(first).toMatchObject({ fields: { impact: "low" }, versions: { REP0000001: 4, REP0000004: 7, REP0000005: 8 } });
  expect(second).toMatchObject({ fields: { impact: null }, versions: { REP0000003: 6 } });
});

it("f_inc_09_what_was_sent_and_not_answered_for_is_undone_too", async () => {
  let isLost = true;
  const answer = answering();
  const losing = (sent: Sent) => {
    if (!(sent.body as Asked).dry_run && isLost) throw new TypeError("the line is down");
    return answer(sent);
  };
  opened({ "POST /bulk": losing });
  await toPreview();
  await press("Change 4");
  await screen.findByRole("button", { name: "Go on" });
  // The page anew, before anybody knows.
  cleanup();
  forgetSeen();
  isLost = false;
  const { sent } = opened({ "POST /bulk": losing });
  await screen.findByText(/4 not answered for/);
  await press("Undo");
  await screen.findByText("4 have their former values again");
  const [again, ...back] = done(sent);
  expect(again).toMatchObject({ fields: { impact: "high" }, versions: { REP0000001: 3 } });
  expect(back.map(({ versions }) => versions)).toContainEqual({ REP0000001: 4, REP0000004: 7, REP0000005: 8 });
});

it("f_inc_09_after_an_hour_nothing_is_undone_any_more", async () => {
  opened();
  await toPreview();
  await press("Change 4");
  await close();
  await screen.findByRole("button", { name: "Undo" });
  const later = Date.now() + 3_600_000;
  cleanup();
  forgetSeen();
  vi.spyOn(Date, "now").mockReturnValue(later);
  opened();
  await screen.findByRole("link", { name: "Slow 1" });
  expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
  vi.restoreAllMocks();
});

it("f_inc_09_an_undo_that_one_leaves_stands_where_it_was_when_one_comes_back", async () => {
  let isUndo = false;
  let release: (() => void) | undefined;
  const answer = (request: Sent) => {
    if (!isUndo) return answering()(request);
    isUndo = false;
    return new Promise((free) => {
      release = () => free(answering()(request));
    });
  };
  const { sent } = opened({ ...visit, "POST /bulk": answer });
  await toPreview();
  await press("Change 4");
  await close();
  isUndo = true;
  await press("Undo");
  await waitFor(() => expect(release).toBeTruthy());
  await userEvent.click(screen.getByRole("link", { name: "Slow 1" }));
  await screen.findByRole("heading", { level: 1, name: "Slow 1" });
  release?.();
  await userEvent.click(screen.getAllByRole("link", { name: "Report" }).at(-1) as HTMLElement);
  await press("Undo the other 1");
  await screen.findByText("4 have their former values again");
  expect(done(sent).map(({ numbers }) => numbers.length)).toEqual([4, 3, 1]);
});

it("f_inc_09_what_somebody_else_had_set_to_the_same_is_not_undone", async () => {
  // Of the fifth another has done the same meanwhile: its version stands, tried or done.
  const answer = (request: Sent) => {
    const { dry_run, results } = answering()(request);
    const { versions } = request.body as Asked;
    const theirs = (number: string) => number === numberOf(5) && Object.keys(versions).length === 4;
    return { dry_run, results: results.map((one) => (theirs(one.number) ? { ...one, version: 8 } : one)) };
  };
  const { sent } = opened({ "POST /bulk": answer });
  await toPreview();
  await press("Change 4");
  await close();
  await press("Undo");
  await screen.findByText("3 have their former values again");
  const [, ...undone] = done(sent);
  expect(undone.flatMap(({ numbers }) => numbers).sort()).toEqual([1, 3, 4].map(numberOf));
});

it("f_inc_09_that_what_followed_from_a_change_is_not_undone_is_said_before_and_after", async () => {
  opened();
  const preview = await toPreview();
  const dialog = preview.closest("[role=dialog]") as HTMLElement;
  expect(within(dialog).getByText(/what the system changed because of it stays/)).toBeTruthy();
  await press("Change 4");
  await close();
  await press("Undo");
  expect(await screen.findByText(/what the system changed because of it stays/)).toBeTruthy();
});

it("f_inc_09_whoever_goes_back_to_the_form_goes_on_there_by_keys", async () => {
  opened();
  await toPreview();
  await press("Back");
  const dialog = screen.getByRole("dialog");
  await screen.findByRole("button", { name: "Preview" });
  expect(dialog.contains(document.activeElement)).toBe(true);
});

it("f_inc_09_a_trial_that_broke_off_does_not_go_on_behind_the_form", async () => {
  let isAway = false;
  let isBack = false;
  const tried: Sent[] = [];
  const gone = () => {
    throw new TypeError("the network is gone");
  };
  opened({
    "GET /me": () => {
      if (isAway) gone();
      isBack = tried.length > 0;
      return me;
    },
    "POST /bulk": (request: Sent) => {
      tried.push(request);
      isAway = true;
      gone();
    },
  });
  void toPreview().catch(() => undefined);
  await screen.findByText(/can't be reached/, { selector: "[role=dialog] *" });
  await press("Back");
  await screen.findByRole("button", { name: "Preview" });
  isAway = false;
  await waitFor(() => expect(isBack).toBe(true), { timeout: 6_000 });
  await new Promise((done) => setTimeout(done, 100));
  expect(tried).toHaveLength(1);
});
