// A double click on what is written beside the steps writes once: a vote, a relation that ends, a customer's answer.
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Me } from "../api/wire";
import { type Answers, openPage, type Sent } from "../test/page";
import { definitions, me, record } from "../test/world";

const AT = "/records/report/REP0000001";
const both = (text: string) => ({ zh: text, en: text });
const offer = (id: string, label: string) => ({
  id,
  label: both(label),
  allowed: true,
  requires: [],
  asks: [],
  comment: "none" as const,
  voters: [],
  to_steps: [],
});

/** Both clicks before anything is drawn anew; no answer comes. */
function twice(button: HTMLElement) {
  act(() => {
    button.click();
    button.click();
  });
}
const never = () => new Promise(() => undefined);
const writes = (sent: Sent[], end: string) => sent.filter(({ method, path }) => method !== "GET" && path.includes(end));

it("a_vote_is_cast_once", async () => {
  const approval = {
    id: "a1",
    transition: "finish",
    asked_by: null,
    asked_at: "2026-11-20T01:00:00Z",
    form: "one",
    share: null,
    voters: [],
    votes: [],
    outcome: "pending",
    urged: 0,
    ...{ awaited: [], steps: [], signers: [], copies: [] },
  };
  const voted = { ...record, approvals: [approval], actions: [offer("vote:a1", "Vote"), offer("urge:a1", "Remind")] };
  const { sent } = openPage(AT, {
    [`GET ${AT}`]: voted,
    [`POST ${AT}/approvals/a1/votes`]: never,
    [`POST ${AT}/approvals/a1/urge`]: never,
  });
  twice(await screen.findByRole("button", { name: "Agree" }));
  twice(screen.getByRole("button", { name: "Remind" }));
  await waitFor(() => expect(writes(sent, "/urge")).toHaveLength(1));
  expect(writes(sent, "/votes")).toHaveLength(1);
});

it("a_relation_is_ended_once", async () => {
  const [report] = definitions.processes;
  const relation = {
    id: "related",
    label: both("Related"),
    inverse: both("Related"),
    to: ["report"],
    impact: false,
    by_hand: true,
  };
  const other = { id: "r2", process: "report", number: "REP0000002", title: "Other" };
  const link = {
    id: "l1",
    kind: "related",
    direction: "out",
    label: both("Related"),
    record: other,
    from: "2026-11-20T01:00:00Z",
  };
  const { sent } = openPage(AT, {
    "GET /definitions": { ...definitions, processes: [{ ...report, relations: [relation] }] },
    [`GET ${AT}`]: { ...record, actions: [offer("relate", "Relate")] },
    [`GET ${AT}/relations`]: { items: [link] },
    [`DELETE ${AT}/relations/l1`]: never,
  });
  twice(await screen.findByRole("button", { name: /REP0000002/ }));
  await waitFor(() => expect(writes(sent, "/relations/l1")).toHaveLength(1));
});

it("a_customer_s_answer_is_sent_once", async () => {
  const customer = { id: "k1", process: "report", number: "REP0000003", title: "Bank" };
  const contact: Me = { ...me, id: "c1", customer, department: null };
  const portal: Answers = { "GET /me": contact, [`POST ${AT}/comments`]: never };
  const { sent } = openPage(AT, portal);
  const box = await screen.findByRole("textbox", { name: "Write an answer" });
  await userEvent.type(box, "Still down");
  const form = box.closest("form") as HTMLFormElement;
  act(() => {
    fireEvent.submit(form);
    fireEvent.submit(form);
  });
  await waitFor(() => expect(writes(sent, "/comments")).toHaveLength(1));
});
