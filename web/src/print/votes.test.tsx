// What a form on paper says of approvals.
import { fireEvent, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { openPage } from "../test/page";
import { record } from "../test/world";

const AT = "/records/report/REP0000001";
const ann = { id: "1", process: "report", number: "REP1", title: "Ann" };
const vote = {
  ...{ voter: ann, deputy: null, at: "2026-11-20T02:00:00Z", agrees: true, opinion: null, to_step: null, step: null },
  ...{ round: 1, set_aside: false, handed_by: null, added_by: null },
};
const approval = (id: string, outcome: string, votes: object[]) => ({
  ...{ id, outcome, votes, transition: "finish", asked_by: ann, asked_at: "2026-11-20T01:00:00Z", form: "one" },
  ...{ share: null, urged: 0, voters: [ann], awaited: [], step: null, copies: [], steps: [], signers: [] },
});

it("each_approval_says_how_it_ended_and_void_votes_that_they_are", async () => {
  const approvals = [
    approval("a1", "voided", [vote]),
    approval("a2", "withdrawn", []),
    approval("a3", "granted", [vote]),
  ];
  openPage(AT, {
    [`GET ${AT}`]: { ...record, approvals, actions: [] },
    [`GET ${AT}/history`]: { items: [], next: null },
    [`GET ${AT}/attachments`]: { items: [], next: null },
  });
  await screen.findByRole("heading", { name: /Slow/ });
  fireEvent(window, new Event("beforeprint"));
  const rows = [...document.querySelectorAll(".paper tr")].map((row) => row.textContent ?? "");
  expect(rows.filter((row) => row.includes("Asked for by Ann"))).toHaveLength(3);
  expect(rows.filter((row) => row.includes("void: changed after it was asked for"))).toHaveLength(1);
  expect(rows.filter((row) => row.includes("withdrawn"))).toHaveLength(1);
  expect(rows.filter((row) => row.includes("this vote is void"))).toHaveLength(1);
  expect(rows.filter((row) => row.includes("granted"))).toHaveLength(1);
});
