// The desk's form for an order whose item's form changes while it is filled in.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { keepAt } from "../api/kept";
import type { Field, Process, TableRow } from "../api/wire";
import { openPage, Status } from "../test/page";
import { definitions, record } from "../test/world";

const [report] = definitions.processes as [Process];
const [plain] = report.fields as [Field];
const column = (id: string): Field => ({ ...plain, id, label: { zh: id, en: id }, required: false });
const table = (id: string, columns: string[], derived: boolean): Field => ({
  ...column(id),
  kind: "table",
  columns: columns.map(column),
  derived,
});
const ORDER: Process = {
  ...report,
  fields: [
    plain,
    { ...column("description"), kind: "long_text", max: null },
    { ...column("item"), kind: "reference", to: ["offer"] },
    table("form", ["question", "zh", "kind", "options", "when"], true),
    table("answers", ["question", "value", "shown_zh", "shown_en"], false),
  ],
  copies: [{ from: "item", field: "questions", to: "form" }],
};
const asks = (question: string, zh: string): TableRow => ({ question, zh, en: zh, kind: "text" });
const VPN = { id: "o1", process: "offer", number: "OFF0000001", title: "VPN" };

it("the_desk_is_told_what_a_form_has_become_and_sends_what_is_asked_now", async () => {
  let questions = [asks("q1", "How many sites?")];
  const answers = [{ question: "q1", value: "12", zh: "How many sites?", en: "How many sites?" }];
  const form = { values: { title: "Access", item: VPN, answers }, brought: {} };
  keepAt("p1", "form.report", "create.report.k");
  keepAt("p1", "create.report.k", { at: "2026-11-20T01:00:00Z", form });
  const refusal = { title: "Wrong", fields: [{ field: "answers.q1", code: "unknown", message: "no such field" }] };
  const { sent } = openPage("/records/report/new", {
    "GET /definitions": { ...definitions, processes: [ORDER] },
    "GET /records/offer/OFF0000001": () => ({ ...record, ...VPN, fields: { questions } }),
    "POST /records/report": () => (posts().length === 1 ? new Status(422, refusal) : record),
  });
  const posts = () => sent.filter(({ method, path }) => method === "POST" && path.endsWith("/records/report"));
  await waitFor(() => expect(sent.some(({ path }) => path.endsWith("/OFF0000001"))).toBe(true));
  questions = [asks("q2", "Where?")];
  await userEvent.click(await screen.findByRole("button", { name: "Submit" }));
  expect(await screen.findByText("Asked no more: How many sites?")).toBeTruthy();
  expect(screen.getByText("New or reworded: Where?")).toBeTruthy();
  const aside = screen.getByRole("region", { name: "Asked no more" });
  await userEvent.click(within(aside).getByRole("button", { name: "Copy into “description”" }));
  await userEvent.click(screen.getByRole("button", { name: "Submit" }));
  await waitFor(() => expect(posts()).toHaveLength(2));
  expect(posts()[0]?.body).toMatchObject({ answers: [{ question: "q1", value: "12" }] });
  expect(posts()[1]?.body).toEqual({ title: "Access", item: "o1", description: "How many sites?: 12" });
});
