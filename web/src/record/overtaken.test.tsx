// A step's dialog that is open while its record moves on: what was written goes over to the step that is the same there.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Action, YuhengRecord } from "../api/wire";
import { openPage } from "../test/page";
import { record } from "../test/world";

const AT = "/records/report/REP0000001";
const [finish] = (record as unknown as YuhengRecord).actions as [Action];
const hand = (id: string, more: Partial<Action> = {}): Action => ({
  ...finish,
  ...{ id: `transition:${id}`, label: { zh: "转派", en: "Hand on" }, requires: ["solution"], asks: [] },
  ...{ comment: "internal", audience: "internal", allowed: true, missing: null, leads: "on", ...more },
});

/** The page of a record whose offers change while the dialog of the first is open. */
async function filledIn(later: Action[]) {
  let offers = [hand("hand_on_hold")];
  const { sent, queries } = openPage(AT, {
    [`GET ${AT}`]: () => ({ ...record, actions: offers }),
    [`POST ${AT}/transitions/hand_on`]: record,
  });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Hand on" }));
  const box = (name: RegExp) =>
    within(screen.getByRole("dialog")).getByRole("textbox", { name }) as HTMLTextAreaElement;
  await screen.findByRole("dialog");
  await user.type(box(/Solution/), "theirs to mend");
  await user.type(box(/note/i), "they know the line");
  offers = later;
  await queries.invalidateQueries({ queryKey: ["record"] });
  return { sent, user, box, queries, offer: (next: Action[]) => (offers = next) };
}

it("what_is_written_goes_over_to_the_step_of_the_same_name_when_the_record_moves_on", async () => {
  const { sent, user, box } = await filledIn([hand("hand_on")]);
  expect(await screen.findByText(/came along to “Hand on”/)).toBeTruthy();
  expect(box(/Solution/).value).toBe("theirs to mend");
  expect(box(/note/i).value).toBe("they know the line");
  await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Hand on" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const [step] = sent.filter(({ method }) => method === "POST");
  expect(step?.path).toContain("/transitions/hand_on");
  expect(step?.body).toMatchObject({
    fields: { solution: "theirs to mend" },
    comment: { body: "they know the line", audience: "internal" },
  });
});

it("a_note_for_our_own_people_does_not_go_over_to_a_step_that_speaks_to_the_customer", async () => {
  const { box } = await filledIn([hand("hand_on", { comment: "public", audience: "public" })]);
  expect(await screen.findByText(/can't be done/)).toBeTruthy();
  expect(box(/note/i).value).toBe("they know the line");
  const send = within(screen.getByRole("dialog")).getByRole("button", { name: "Hand on" }) as HTMLButtonElement;
  expect(send.disabled).toBe(true);
});

it("what_was_written_is_there_again_when_the_step_of_that_name_is_opened_from_another_state", async () => {
  const { user, box, queries, offer } = await filledIn([]);
  await screen.findByText(/can't be done/);
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  offer([hand("hand_on")]);
  await queries.invalidateQueries({ queryKey: ["record"] });
  await user.click(await screen.findByRole("button", { name: "Hand on" }));
  await screen.findByRole("dialog");
  expect(box(/Solution/).value).toBe("theirs to mend");
  expect(box(/note/i).value).toBe("they know the line");
});
