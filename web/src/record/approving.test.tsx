// An approval in steps: where it stands, who came in, and what can be asked of others.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage } from "../test/page";
import { record } from "../test/world";

const AT = "/records/report/REP0000001";
const both = (text: string) => ({ zh: text, en: text });
const person = (id: string, title: string) => ({ id, process: "report", number: `REP${id}`, title });
const [ann, bob, eve] = [person("1", "Ann"), person("2", "Bob"), person("3", "Eve")];
const step = (id: string, state: string, voters: object[]) => ({
  ...{ id, label: both(id), state, form: "one", share: null, voters },
});
const vote = (voter: object, more: object) => ({
  ...{ voter, deputy: null, at: "2026-11-20T02:00:00Z", agrees: true, opinion: null, to_step: null },
  ...{ round: 2, set_aside: false, handed_by: null, added_by: null, step: "Check", ...more },
});
const approval = {
  ...{ id: "a1", transition: "finish", asked_by: ann, asked_at: "2026-11-20T01:00:00Z", form: "one", share: null },
  ...{ outcome: "pending", urged: 0, voters: [eve], awaited: [eve], step: "Sign", copies: [ann] },
  steps: [step("Check", "done", [bob]), step("Sign", "now", [eve]), step("Seal", "to_come", [ann])],
  signers: [
    { ...{ person: bob, how: "before", by: eve, deputy: null, at: "2026-11-20T01:30:00Z", step: "Check" }, round: 2 },
  ],
  votes: [
    vote(eve, { round: 1, set_aside: true, agrees: false, to_step: "Check", opinion: "Again" }),
    vote(bob, { deputy: ann }),
  ],
};
const offer = (kind: string, label: string, more = {}) => ({
  ...{ id: `${kind}:a1`, label: both(label), allowed: true, missing: null, requires: [], asks: [], comment: "none" },
  ...{ leads: null, is_main: false, voters: [], to_steps: [], ...more },
});

it("an_approval_shows_its_steps_who_stood_in_and_what_an_earlier_round_was", async () => {
  openPage(AT, { [`GET ${AT}`]: { ...record, approvals: [approval], actions: [] } });
  const region = await screen.findByRole("region", { name: "Approvals" });
  const steps = [...region.querySelectorAll(".approval-steps > li")];
  expect(steps.map((one) => one.className)).toEqual(["done", "now", "to_come"]);
  expect(steps[0]?.textContent).toContain("by deputy Ann");
  expect(steps[0]?.textContent).toContain("added by Eve, before");
  expect(steps[1]?.textContent).toContain("Eve");
  expect(steps[1]?.getAttribute("aria-current")).toBe("step");
  const earlier = within(region)
    .getByText(/^Round 1/)
    .closest("details");
  expect(earlier?.textContent).toContain("Back to “Check”");
  expect(earlier?.textContent).toContain("Again");
  expect(region.textContent).toContain("Copied to Ann");
});

it("a_vote_against_says_which_step_it_goes_back_to", async () => {
  const actions = [offer("vote", "Vote", { voters: [eve], to_steps: ["Check"] })];
  const { sent } = openPage(AT, {
    [`GET ${AT}`]: { ...record, approvals: [approval], actions },
    [`POST ${AT}/approvals/a1/votes`]: record,
  });
  await userEvent.type(await screen.findByRole("textbox", { name: /^Opinion/ }), "unclear");
  await userEvent.click(screen.getByRole("combobox", { name: "Send back to" }));
  await userEvent.click(await screen.findByTitle("Back to “Check”"));
  await userEvent.click(screen.getByRole("button", { name: "Send back" }));
  await waitFor(() =>
    expect(sent.find(({ method }) => method === "POST")?.body).toEqual({
      ...{ agrees: false, opinion: "unclear", voter: "3", to_step: "Check" },
    }),
  );
});

it("nobody_is_added_before_a_person_and_a_reason_are_given", async () => {
  const actions = [offer("add_signer", "Add a signature", { voters: [eve] })];
  const { sent } = openPage(AT, { [`GET ${AT}`]: { ...record, approvals: [approval], actions } });
  await userEvent.click(await screen.findByRole("button", { name: "Add a signature" }));
  const dialog = await screen.findByRole("dialog");
  await userEvent.type(within(dialog).getByRole("textbox", { name: "Reason" }), "they know it");
  const add = within(dialog).getByRole("button", { name: "Add a signature" });
  expect((add as HTMLButtonElement).disabled).toBe(true);
  expect(within(dialog).getAllByRole("radio")).toHaveLength(3);
  expect(sent.filter(({ method }) => method === "POST")).toHaveLength(0);
});

it("whoever_has_reminded_sees_when_it_can_be_done_again", async () => {
  const missing = { kind: "approval", text: both("Again 30 minutes after that") };
  const actions = [
    offer("urge", "Remind", { allowed: false, missing }),
    offer("hand_on", "Hand on", { allowed: false }),
  ];
  const { sent } = openPage(AT, { [`GET ${AT}`]: { ...record, approvals: [approval], actions } });
  const urge = await screen.findByRole("button", { name: "Remind" });
  expect(urge.getAttribute("aria-disabled")).toBe("true");
  expect(urge.getAttribute("aria-description")).toBe("Again 30 minutes after that");
  await userEvent.click(urge);
  expect(sent.filter(({ method }) => method === "POST")).toHaveLength(0);
  expect(screen.queryByRole("button", { name: "Hand on" })).toBeNull();
});
