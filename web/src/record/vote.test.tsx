// One's own vote: on a phone it stands at the head, and what can't be done yet says why.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { openPage } from "../test/page";
import { me, record } from "../test/world";

const AT = "/records/report/REP0000001";
const approval = {
  ...{ id: "a1", transition: "finish", asked_by: null, asked_at: "2026-11-20T01:00:00Z", form: "one", share: null },
  ...{ voters: [], votes: [], outcome: "pending", urged: 0, awaited: [], steps: [], signers: [], copies: [] },
};
const vote = {
  ...{ id: "vote:a1", label: { zh: "z", en: "Vote" }, allowed: true, requires: [], asks: [] },
  ...{ comment: "none", voters: [], to_steps: [] },
};
const asked = { [`GET ${AT}`]: { ...record, approvals: [approval], actions: [vote] } };

function onPhone() {
  const media = { addEventListener: () => undefined, removeEventListener: () => undefined };
  vi.stubGlobal("matchMedia", (query: string) => ({ ...media, matches: query.includes("max-width") }));
}

it("on_a_phone_a_vote_that_is_waited_for_stands_once_and_before_the_timeline", async () => {
  onPhone();
  openPage(AT, asked);
  const place = await screen.findByRole("region", { name: "Waits for your vote: Finish" });
  within(place).getByRole("button", { name: "Agree" });
  expect(screen.getAllByRole("button", { name: "Agree" })).toHaveLength(1);
  const timeline = screen.getByRole("region", { name: "Timeline" });
  expect(place.compareDocumentPosition(timeline) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
});

it("sending_back_says_that_it_needs_an_opinion_and_leads_to_where_it_is_written", async () => {
  const { sent } = openPage(AT, { ...asked, [`POST ${AT}/approvals/a1/votes`]: record });
  const back = await screen.findByRole("button", { name: "Send back" });
  const why = document.getElementById(back.getAttribute("aria-describedby") ?? "");
  expect(why?.textContent).toBe("To send back, write an opinion first");
  await userEvent.click(back);
  expect(document.activeElement?.getAttribute("aria-label")).toContain("Opinion");
  expect(sent.filter(({ method }) => method === "POST")).toHaveLength(0);
  await userEvent.type(document.activeElement as HTMLElement, "not yet");
  expect(back.getAttribute("aria-disabled")).toBeNull();
  await userEvent.click(back);
  await waitFor(() =>
    expect(sent.find(({ method }) => method === "POST")?.body).toEqual({ agrees: false, opinion: "not yet" }),
  );
});

it("a_customer_votes_on_a_phone_too", async () => {
  onPhone();
  const customer = { id: "c1", process: "report", number: "REP0000009", title: "Zhang" };
  openPage(AT, { ...asked, "GET /me": { ...me, customer } });
  expect(await screen.findAllByRole("button", { name: "Agree" })).toHaveLength(1);
});
