// A step's dialog that is open while its record moves on: where the step is offered from there, too, it goes on.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Action, YuhengRecord } from "../api/wire";
import { openPage, Status } from "../test/page";
import { record } from "../test/world";

const AT = "/records/report/REP0000001";
const [finish] = (record as unknown as YuhengRecord).actions as [Action];
const hand = (id: string, more: Partial<Action> = {}): Action => ({
  ...finish,
  ...{ id: `transition:${id}`, label: { zh: "转派", en: "Hand on" }, requires: ["solution"], asks: [] },
  ...{ comment: "internal", audience: "internal", allowed: true, missing: null, leads: "on", ...more },
});

/** The page of a record that moves on while the dialog of the only step it offers is open. */
async function filledIn(later: Action[]) {
  let now = { ...record, actions: [hand("hand_on")] };
  const { sent, queries } = openPage(AT, {
    [`GET ${AT}`]: () => now,
    [`POST ${AT}/transitions/hand_on`]: record,
  });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Hand on" }));
  const box = (name: RegExp) =>
    within(screen.getByRole("dialog")).getByRole("textbox", { name }) as HTMLTextAreaElement;
  await screen.findByRole("dialog");
  await user.type(box(/Solution/), "theirs to mend");
  await user.type(box(/note/i), "they know the line");
  const move = async (offers: Action[]) => {
    now = { ...record, state: "done", version: now.version + 1, actions: offers };
    await queries.invalidateQueries({ queryKey: ["record"] });
  };
  await move(later);
  return { sent, user, box, move };
}

it("what_is_written_stays_where_the_step_is_offered_from_the_next_state_too", async () => {
  const { sent, user, box } = await filledIn([hand("hand_on")]);
  expect(await screen.findByText(/is now “Done”.*all here/)).toBeTruthy();
  expect(box(/Solution/).value).toBe("theirs to mend");
  expect(box(/note/i).value).toBe("they know the line");
  await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Hand on" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const [step] = sent.filter(({ method }) => method === "POST");
  expect(step?.headers["If-Match"]).toBe('"4"');
  expect(step?.body).toMatchObject({
    fields: { solution: "theirs to mend" },
    comment: { body: "they know the line", audience: "internal" },
  });
});

it("what_was_written_for_a_step_that_is_gone_is_there_again_when_it_is_offered_again", async () => {
  const { user, box, move } = await filledIn([]);
  await screen.findByText(/can't be done/);
  expect(box(/note/i).value).toBe("they know the line");
  const send = within(screen.getByRole("dialog")).getByRole("button", { name: "Hand on" }) as HTMLButtonElement;
  expect(send.disabled).toBe(true);
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await move([hand("hand_on")]);
  await user.click(await screen.findByRole("button", { name: "Hand on" }));
  await screen.findByRole("dialog");
  expect(box(/Solution/).value).toBe("theirs to mend");
  expect(box(/note/i).value).toBe("they know the line");
});

it("what_was_sent_without_an_answer_is_sent_again_as_what_it_was_though_the_step_is_gone", async () => {
  let now: object = { ...record, actions: [hand("hand_on")] };
  let isLost = true;
  const { sent, queries } = openPage(AT, {
    [`GET ${AT}`]: () => now,
    [`POST ${AT}/transitions/hand_on`]: () => {
      if (!isLost) return now;
      isLost = false;
      now = { ...record, state: "done", version: 4, actions: [] };
      return new Status(502, { title: "no answer" });
    },
  });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Hand on" }));
  const dialog = await screen.findByRole("dialog");
  await user.type(within(dialog).getByRole("textbox", { name: /Solution/ }), "theirs");
  await user.type(within(dialog).getByRole("textbox", { name: /note/i }), "they know{Control>}{Enter}{/Control}");
  await queries.invalidateQueries({ queryKey: ["record"] });
  expect(await screen.findByText(/may or may not have been done/)).toBeTruthy();
  await user.click(within(dialog).getByRole("button", { name: "Hand on" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const [first, second, ...others] = sent.filter(({ method }) => method === "POST");
  expect([others, second]).toEqual([[], first]);
});

it("what_was_never_sent_is_not_called_so_when_the_dialog_is_opened_again", async () => {
  const { user, move } = await filledIn([hand("hand_on")]);
  await user.keyboard("{Escape}");
  await user.click(await screen.findByRole("button", { name: "Hand on" }));
  const dialog = await screen.findByRole("dialog");
  await move([]);
  expect(await screen.findByText(/can't be done/)).toBeTruthy();
  const send = within(dialog).getByRole("button", { name: "Hand on" }) as HTMLButtonElement;
  expect(send.disabled).toBe(true);
});

it("what_was_changed_after_no_answer_came_stays_where_the_first_had_arrived", async () => {
  let now: object = { ...record, actions: [hand("hand_on")] };
  const answers = [
    () => {
      now = { ...record, state: "done", version: 4, actions: [] };
      return new Status(502, { title: "no answer" });
    },
    () => new Status(422, { title: "used", status: 422, type: "/problems/key-reused" }),
  ];
  const { sent } = openPage(AT, {
    [`GET ${AT}`]: () => now,
    [`POST ${AT}/transitions/hand_on`]: () => answers.shift()?.(),
  });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Hand on" }));
  const dialog = await screen.findByRole("dialog");
  const box = within(dialog).getByRole("textbox", { name: /Solution/ }) as HTMLTextAreaElement;
  await user.type(box, "theirs");
  await user.type(within(dialog).getByRole("textbox", { name: /note/i }), "they know{Control>}{Enter}{/Control}");
  await screen.findByText(/no answer/);
  await user.type(box, ", and soon{Control>}{Enter}{/Control}");
  expect(await screen.findByText(/What you changed since did not go with it/)).toBeTruthy();
  expect(box.value).toBe("theirs, and soon");
  expect(sent.filter(({ method }) => method === "POST")).toHaveLength(2);
});
