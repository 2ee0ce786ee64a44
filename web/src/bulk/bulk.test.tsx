// Several records of a list at once: choosing, what would change, what is sent, what comes of it, giving it back.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import {
  type Asked,
  answering,
  bar,
  boxOf,
  bulk,
  close,
  done,
  numberOf,
  opened,
  press,
  rows,
  toPreview,
} from "../test/bulk";
import { type Sent, Status } from "../test/page";
import { history, record } from "../test/world";

it("f_inc_09_records_are_chosen_by_key_by_shift_and_left_by_escape", async () => {
  opened();
  await screen.findByRole("link", { name: "Slow 1" });
  await userEvent.keyboard("jjx");
  expect((await bar()).textContent).toContain("1 chosen");
  const standing = document.querySelector("tr.at .choose") as HTMLInputElement;
  expect(standing.checked).toBe(true);
  await userEvent.keyboard("x");
  expect(screen.queryByRole("region", { name: "Chosen records" })).toBeNull();
  const user = userEvent.setup();
  await user.click(boxOf(2));
  await user.keyboard("{Shift>}");
  await user.click(boxOf(4));
  await user.keyboard("{/Shift}");
  expect([1, 2, 3, 4, 5].map((n) => boxOf(n).checked)).toEqual([false, true, true, true, false]);
  expect((await bar()).textContent).toContain("3 chosen");
  await userEvent.keyboard("{Escape}");
  expect(screen.queryByRole("region", { name: "Chosen records" })).toBeNull();
});

it("f_inc_09_the_sheet_of_keys_knows_what_chooses", async () => {
  opened();
  await screen.findByRole("link", { name: "Slow 1" });
  await userEvent.keyboard("jx?");
  const sheet = await screen.findByRole("dialog", { name: "Keys" });
  for (const word of [/Choose this record/, /Change the chosen/, /Take a step/, /Choose none/]) {
    expect(within(sheet).getByText(word)).toBeTruthy();
  }
});

it("f_inc_09_all_that_match_are_chosen_beyond_those_that_are_loaded", async () => {
  const page = ({ path }: Sent) => {
    const isSecond = path.includes("cursor=two");
    if (path.includes("limit=200"))
      return { items: isSecond ? rows.slice(2) : rows.slice(0, 2), next: isSecond ? null : "two" };
    return { items: rows.slice(0, 2), next: null, total: rows.length };
  };
  opened({ "GET /records/report": page });
  await screen.findByRole("link", { name: "Slow 1" });
  await userEvent.keyboard("jx");
  await press("Choose all 5 that match");
  expect(await screen.findByText("5 chosen")).toBeTruthy();
});

it("f_inc_09_the_preview_shows_what_changes_and_who_refuses_and_only_the_able_are_sent", async () => {
  const { sent } = opened({ "POST /bulk": answering([numberOf(5)]) });
  const shown = await toPreview();
  const line = (n: number) => within(shown).getByText(numberOf(n)).closest("tr")?.textContent;
  expect(line(1)).toMatch(/Low → .*High/);
  expect(line(3)).toMatch(/— → .*High/);
  expect(line(2)).toContain("unchanged");
  expect(line(5)).toContain("Not yours. Ask the lead");
  const counts = [...document.querySelectorAll(".counts dd")].map((one) => one.textContent);
  expect(counts).toEqual(["3", "1", "1"]);
  expect(bulk(sent)[0]).toMatchObject({ dry_run: true, fields: { impact: "high" } });
  expect(bulk(sent)[0]?.versions).toEqual({ REP0000001: 3, REP0000003: 5, REP0000004: 6, REP0000005: 7 });
  await press("Change 3");
  await screen.findByRole("region", { name: "What was done" });
  expect(done(sent).map(({ numbers }) => numbers)).toEqual([[1, 3, 4].map(numberOf)]);
  await userEvent.click(
    within(screen.getByRole("dialog")).getAllByRole("button", { name: "Close" }).at(-1) as HTMLElement,
  );
  // What was not changed stays chosen.
  expect((await bar()).textContent).toContain("1 chosen");
  expect([1, 2, 3, 4, 5].map((n) => boxOf(n).checked)).toEqual([false, false, false, false, true]);
});

it("f_inc_09_the_preview_tells_what_follows_and_all_of_each", async () => {
  const entry = (more: object) => ({ ...history[0], n: 3, comment: null, changes: [], ...more });
  const changes = [
    { field: "impact", from: "low", to: "high", erased: false },
    { field: "score", from: "3", to: "9", erased: false },
  ];
  const foresee = (request: Sent) => {
    const answer = answering()(request);
    const foreseen = (number: string) =>
      number === numberOf(4) ? [] : [entry({ action: "updated", changes }), entry({ n: 4, to: "done", from: "new" })];
    const results = answer.results.map((result) => ({ ...result, foreseen: foreseen(result.number), plan: "p" }));
    return answer.dry_run ? { ...answer, results } : answer;
  };
  const { sent } = opened({ "POST /bulk": foresee });
  const shown = await toPreview();
  const line = (n: number) => within(shown).getByText(numberOf(n)).closest("tr")?.textContent;
  expect(
    within(shown)
      .getAllByRole("columnheader")
      .map((head) => head.textContent),
  ).toEqual(["Number", "Title", "State", "Impact", "Score"]);
  expect(line(1)).toMatch(/New → .*Done.*Low → .*High.*3 → .*9/);
  // What is so already is not sent.
  expect([...document.querySelectorAll(".counts dd")].map((one) => one.textContent)).toEqual(["3", "0", "2"]);
  await press(`All that happens to ${numberOf(1)}`);
  expect(document.querySelectorAll(".foreseen .entry")).toHaveLength(2);
  await press("Change 3");
  await screen.findByRole("region", { name: "What was done" });
  expect(line(5)).toBeTruthy();
  expect(done(sent)[0]).toMatchObject({ plans: { REP0000001: "p", REP0000003: "p", REP0000005: "p" } });
});

it("f_inc_09_undo_gives_the_former_values_back_by_groups", async () => {
  const { sent } = opened();
  await toPreview();
  await press("Change 4");
  await close();
  await press("Undo");
  await screen.findByText("4 have their former values again");
  const [, first, second] = done(sent);
  expect(first).toMatchObject({ fields: { impact: "low" }, numbers: [1, 4, 5].map(numberOf) });
  expect(first?.versions).toEqual({ REP0000001: 4, REP0000004: 7, REP0000005: 8 });
  expect(second).toMatchObject({ fields: { impact: null }, versions: { REP0000003: 6 } });
});

it("f_inc_09_what_others_changed_since_is_not_undone_and_said", async () => {
  let isUndo = false;
  const stale = { title: "Somebody else has changed the record", status: 412, conflicts: [{ field: "impact" }] };
  const answer = (request: Sent) => {
    const { results } = answering()(request);
    const refuse = (result: object & { number: string }) =>
      isUndo && result.number === numberOf(4) ? { number: result.number, ok: false, problem: stale } : result;
    return { results: results.map(refuse) };
  };
  opened({ "POST /bulk": answer });
  await toPreview();
  await press("Change 4");
  await close();
  isUndo = true;
  await press("Undo");
  expect(await screen.findByText(/3 have their former values again; not given back: 1/)).toBeTruthy();
  await press("See why");
  expect(screen.getByText(/Somebody else has changed the record: Impact/)).toBeTruthy();
});

it("f_inc_09_a_trial_that_is_cancelled_leads_back_to_what_was_entered", async () => {
  let release: (() => void) | undefined;
  const held = (request: Sent) =>
    new Promise((free) => {
      release = () => free(answering()(request));
    });
  const { sent } = opened({ "POST /bulk": held });
  void toPreview().catch(() => undefined);
  await waitFor(() => expect(release).toBeTruthy());
  await press("Cancel");
  release?.();
  expect(await screen.findByRole("button", { name: "Preview" })).toBeTruthy();
  expect(within(screen.getByRole("dialog")).getAllByText("High").length).toBeGreaterThan(0);
  expect(done(sent)).toEqual([]);
});

it("f_inc_09_what_is_stopped_says_how_far_it_came_and_the_rest_stays_chosen", async () => {
  const many = Array.from({ length: 120 }, (_, n) => {
    const number = `REP0001${String(n).padStart(3, "0")}`;
    return { ...record, id: number, number, title: `Slow ${n + 1}` };
  });
  let release: (() => void) | undefined;
  const held = (request: Sent) => {
    const answer = answering()(request);
    if ((request.body as Asked).dry_run) return answer;
    return new Promise((free) => {
      release = () => free(answer);
    });
  };
  const { sent } = opened({
    "GET /records/report": { items: many, next: null, total: many.length },
    "GET /records/report/REP0001119": many[119],
    "POST /bulk": held,
  });
  await toPreview();
  await press("Change 120");
  await waitFor(() => expect(release).toBeTruthy());
  await press("Stop");
  release?.();
  expect(await screen.findByText("It was stopped after 50 of 120.")).toBeTruthy();
  expect(done(sent).length).toBe(1);
  await userEvent.click(
    within(screen.getByRole("dialog")).getAllByRole("button", { name: "Close" }).at(-1) as HTMLElement,
  );
  expect((await bar()).textContent).toContain("70 chosen");
});

it("f_inc_09_words_with_a_gap_go_to_customers_once_their_writer_says_so", async () => {
  const problem = {
    title: "Some fields are wrong",
    status: 422,
    type: "t",
    detail: "The comment has a gap",
    fields: [{ field: "comment", code: "gaps", message: "has a gap" }],
  };
  const { sent } = opened({
    "POST /bulk": (request: Sent) => {
      const { numbers, comment } = request.body as Asked & { comment?: { with_gaps?: boolean } };
      const results = numbers.map((number) => ({ number, ok: false, problem }));
      return comment?.with_gaps ? answering()(request) : { dry_run: true, results };
    },
  });
  await screen.findByRole("link", { name: "Slow 1" });
  await userEvent.click(screen.getByRole("checkbox", { name: "Choose all records that are loaded" }));
  await press(/^Step…/);
  await userEvent.type(await screen.findByRole("textbox", { name: /Solution/ }), "Restarted");
  await userEvent.type(screen.getByRole("textbox", { name: /Comment|Reply/ }), "Dear so and so");
  await press("Preview");
  await press("Send with the gaps");
  await press("“Finish” for 5");
  await waitFor(() => expect(done(sent)).toHaveLength(1));
  expect(done(sent)[0]).toMatchObject({ comment: { body: "Dear so and so", with_gaps: true } });
});

it("f_inc_09_a_lost_connection_goes_on_and_no_step_is_taken_twice", async () => {
  let tries = 0;
  const breaking = (request: Sent) => {
    if ((request.body as Asked).dry_run) return answering()(request);
    tries += 1;
    return tries === 1 ? new Status(502, { title: "Bad gateway" }) : answering()(request);
  };
  const { sent } = opened({ "POST /bulk": breaking });
  await screen.findByRole("link", { name: "Slow 1" });
  await userEvent.click(screen.getByRole("checkbox", { name: "Choose all records that are loaded" }));
  await press(/^Step…/);
  await userEvent.type(await screen.findByRole("textbox", { name: /Solution/ }), "Restarted");
  await press("Preview");
  expect(await screen.findByText("This step needs a comment.")).toBeTruthy();
  await userEvent.type(screen.getByRole("textbox", { name: /Comment|Reply/ }), "All done");
  await press("Preview");
  expect(await screen.findByText("A step can't be undone.")).toBeTruthy();
  await press("“Finish” for 5");
  expect(await screen.findByText(/0 of 5 were answered for/)).toBeTruthy();
  await press("Go on");
  await waitFor(() => expect(document.querySelector(".counts dd")?.textContent).toBe("5"));
  const [first, second] = done(sent);
  expect(second).toEqual(first);
  const keys = sent
    .filter(({ path, body }) => path.endsWith("/bulk") && !(body as Asked).dry_run)
    .map(({ headers }) => headers["Idempotency-Key"]);
  expect(keys[0]).toBeTruthy();
  expect(keys[1]).toBe(keys[0]);
  expect(second).toMatchObject({ transition: "finish", comment: { body: "All done", audience: "public" } });
});
