// The log of what happened, narrowed by its address; and why somebody can or can't.
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { openPage } from "../test/page";
import { definitions, record } from "../test/world";

const label = (zh: string, en: string) => ({ zh, en });
const who = { id: "p1", process: "person", number: "PER0000001", title: "Wang" };
const entry = {
  record: { id: "r1", process: "report", number: "REP0000001", title: "Slow" },
  n: 2,
  at: "2026-11-20T03:00:00Z",
  actor: who,
  on_behalf_of: null,
  door: "page",
  action: "transitioned",
  transition: label("完成", "Finish"),
  from: label("处理中", "Being done"),
  to: label("完成", "Done"),
  fields: [label("方案", "Solution")],
  people: [],
  told: null,
};

it("the_log_says_who_did_what_and_its_address_narrows_it", async () => {
  const { sent } = openPage("/settings/audit?action=exported", { "GET /audit": { items: [entry], next: "7" } });
  const row = await screen.findByRole("row", {
    name: /Wang.*Finish · Being done → Done · changed: Solution.*Slow.*Page/,
  });
  expect(within(row).getByRole("link", { name: "Slow" })).toBeTruthy();
  expect(sent.find(({ path }) => path.includes("/audit"))?.path).toContain("action=exported");
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: "Look further back" }));
  await expect.poll(() => sent.some(({ path }) => path.includes("cursor=7"))).toBe(true);
  await user.click(screen.getByText("Clear", { selector: "button span" }));
  await expect.poll(() => sent.at(-1)?.path).not.toContain("action=");
});

it("the_log_says_what_was_done_to_an_account_and_who_was_told", async () => {
  const told = label("账户已锁定", "The account was locked");
  const locked = { ...entry, action: "account_changed", transition: null, from: null, to: null, fields: [], told };
  const copied = { ...locked, n: 3, action: "copied", told: null, people: [{ ...who, id: "p2", title: "Li" }] };
  openPage("/settings/audit?actor=PER0000001", { "GET /audit": { items: [locked, copied], actor: who, next: null } });
  expect(await screen.findByRole("row", { name: /The account was locked/ })).toBeTruthy();
  expect(screen.getByRole("row", { name: /· Li/ })).toBeTruthy();
  expect(document.querySelector(".audit-asking")?.textContent).toContain("Wang");
});

it("where_nothing_was_found_so_far_one_looks_on", async () => {
  openPage("/settings/audit", { "GET /audit": { items: [], next: "7" } });
  expect(await screen.findByText("Nothing matches so far; look further back.")).toBeTruthy();
});

it("the_file_of_the_log_is_the_servers_and_where_it_is_cut_the_page_says_so", async () => {
  const names: string[] = [];
  vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:kept");
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    names.push(this.download);
  });
  const piece = (rows: number, text: string, isLast: boolean) =>
    `${JSON.stringify({ rows, of: rows, bytes: text.length, is_last: isLast, is_cut: isLast })}\n${text}`;
  const body = `${piece(1, "When\r\n1\r\n", false)}${piece(2, "2\r\n", true)}`;
  const { sent } = openPage("/settings/audit?action=exported", {
    "GET /audit": { items: [entry], next: null },
    "GET /audit/export": () => new Response(body),
  });
  await userEvent.setup().click(await screen.findByRole("button", { name: /Export CSV/ }));
  expect(await screen.findByText(/One file holds 2 entries at most/)).toBeTruthy();
  expect(names).toEqual(["yuheng-audit.csv"]);
  const path = sent.find((one) => one.path.includes("/audit/export"))?.path;
  expect(path).toContain("action=exported");
  expect(path).not.toContain("limit=");
});

it("who_answers_for_rights_asks_why_beside_a_record_and_nobody_else_does", async () => {
  const rights = {
    person: who,
    roles: [{ id: "desk", label: label("服务台", "Service desk"), department: null, customer: null }],
    unseen: null,
    granted: [{ action: "void", missing: label("缺", "only the manager") }],
    actions: [
      {
        ...record.actions[0],
        id: "transition:finish",
        allowed: false,
        missing: { kind: "role", text: label("缺", "not today") },
      },
    ],
  };
  const [report] = definitions.processes;
  const may = { ...report?.may, view_as: true };
  openPage("/records/report/REP0000001", {
    "GET /definitions": { ...definitions, processes: [report, { ...report, id: "person", content: "person", may }] },
    "GET /records/report/REP0000001/rights": rights,
    "GET /records/person": { items: [who], next: null },
  });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Who may do what, and why" }));
  expect(await screen.findByRole("dialog", { name: "Who may do what, and why" })).toBeTruthy();
});
