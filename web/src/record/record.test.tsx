// The record page: actions, the two composers, editing with a conflict.
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Action } from "../api/wire";
import { openPage, type Sent, Status } from "../test/page";
import { definitions, history, me, record } from "../test/world";

const AT = "/records/report/REP0000001";

it("a_refused_action_says_why", async () => {
  openPage(AT);
  const escalate = await screen.findByRole("button", { name: "Escalate" });
  expect(escalate.getAttribute("aria-disabled")).toBe("true");
  expect(escalate.getAttribute("aria-description")).toBe("Needs the role Lead");
});

it("a_withdrawn_field_is_read_where_it_holds_something_and_marked", async () => {
  const [report, ...others] = definitions.processes;
  const gone = {
    ...report?.fields[0],
    id: "rack",
    label: { zh: "机柜", en: "Rack" },
    required: false,
    withdrawn: true,
  };
  const empty = { ...gone, id: "cage", label: { zh: "机笼", en: "Cage" } };
  const shaped = {
    ...definitions,
    processes: [{ ...report, fields: [...(report?.fields ?? []), gone, empty] }, ...others],
  };
  openPage(AT, {
    "GET /definitions": shaped,
    [`GET ${AT}`]: { ...record, fields: { ...record.fields, rack: "B-07" } },
  });
  const cell = (await screen.findByText("B-07")).closest(".cell");
  expect(cell?.querySelector("dt")?.textContent).toBe("Rackwithdrawn");
  expect(screen.queryByRole("button", { name: "Change Rack" })).toBeNull();
  for (const fold of screen.queryAllByRole("button", { name: /empty/ })) await userEvent.click(fold);
  expect(screen.queryByText("Cage")).toBeNull();
});

it("a_field_that_is_kept_says_why", async () => {
  const kept = [{ field: "impact", text: { zh: "z", en: "Open another one" } }];
  openPage(AT, { [`GET ${AT}`]: { ...record, editable: ["title"], kept } });
  const edit = await screen.findByRole("button", { name: "Change Impact" });
  expect(edit.getAttribute("aria-disabled")).toBe("true");
  expect(edit.getAttribute("aria-description")).toBe("Open another one");
});

it("reply_and_note_are_two_forms_and_the_reply_names_its_reader", async () => {
  const { sent } = openPage(AT, { [`POST ${AT}/comments`]: record });
  const user = userEvent.setup();
  const reply = await screen.findByRole("form", { name: "Reply to customer: Zhang" });
  const note = screen.getByRole("form", { name: "Internal note" });
  await user.type(within(note).getByRole("textbox"), "only us");
  await user.click(within(note).getByRole("button", { name: "Save note" }));
  await waitFor(() => expect(within(note).getByRole("textbox").textContent).toBe(""));
  const write = sent.find((one) => one.method === "POST");
  expect(write?.body).toEqual({ body: "only us", audience: "internal" });
  expect(write?.headers["X-Yuheng"]).toBe("1");
  expect(within(reply).getByRole("textbox").textContent).toBe("");
});

it("comments_and_opinions_are_counted_near_their_limit_and_sent_all_the_same", async () => {
  const long = { title: "Fields are wrong", fields: [{ field: "comment", code: "too_long", message: "too long" }] };
  const { sent } = openPage(AT, { [`POST ${AT}/comments`]: new Status(422, long) });
  const note = await screen.findByRole("form", { name: "Internal note" });
  const text = within(note).getByRole("textbox") as HTMLTextAreaElement;
  await userEvent.click(text);
  await userEvent.paste("字".repeat(95));
  expect(within(note).getByText("95 of 100 characters")).toBeTruthy();
  await userEvent.paste("字".repeat(10));
  expect(within(note).getByText("105 of 100 characters, 5 too many")).toBeTruthy();
  await userEvent.click(within(note).getByRole("button", { name: "Save note" }));
  expect(await within(note).findByRole("alert")).toBeTruthy();
  expect(text.value).toHaveLength(105);
  expect(sent.filter(({ method }) => method === "POST")).toHaveLength(1);
});

it("the_opening_of_a_record_tells_the_state_that_it_began_in_once", async () => {
  const opened = { ...history[1], from: "new", to: "new" };
  openPage(AT, { [`GET ${AT}/history`]: { items: [opened], next: null } });
  const timeline = await screen.findByRole("region", { name: "Timeline" });
  const deed = await within(timeline).findByText("opened it");
  expect(deed.closest(".entry-line")?.textContent).not.toContain("→");
});

it("numbers_in_texts_are_links_and_internal_talk_is_marked", async () => {
  openPage(AT);
  const link = await screen.findByRole("link", { name: "REP0000009" });
  expect(link.getAttribute("href")).toBe("/records/report/REP0000009");
  expect(link.closest("li")?.className).toContain("internal");
});

it("a_transition_asks_and_keeps_what_was_entered_when_it_is_refused", async () => {
  const refusal = {
    title: "Fields are wrong",
    status: 422,
    fields: [{ field: "solution", code: "missing", message: "Too short" }],
  };
  const { sent } = openPage(AT, { [`POST ${AT}/transitions/finish`]: new Status(422, refusal) });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Finish" }));
  const dialog = await screen.findByRole("dialog");
  await user.type(within(dialog).getByLabelText(/Solution/), "restarted");
  await user.type(within(dialog).getByLabelText(/Reply to Zhang/), "all well");
  await user.click(within(dialog).getByRole("button", { name: "Finish" }));
  expect(await within(dialog).findByText("Too short")).toBeTruthy();
  expect((within(dialog).getByLabelText(/Solution/) as HTMLTextAreaElement).value).toBe("restarted");
  const write = sent.find((one) => one.method === "POST");
  expect(write?.headers["If-Match"]).toBe('"3"');
  expect(write?.body).toEqual({ fields: { solution: "restarted" }, comment: { body: "all well", audience: "public" } });
});

it("a_conflict_shows_both_values_and_loses_neither", async () => {
  let stored = record;
  const patch = ({ headers }: { headers: { [name: string]: string } }) => {
    if (headers["If-Match"] === '"3"') {
      stored = { ...record, version: 4, fields: { ...record.fields, title: "Theirs" } };
      return new Status(412, { title: "Changed meanwhile" });
    }
    return { ...record, version: 5, fields: { ...record.fields, title: "Mine" } };
  };
  openPage(AT, { [`GET ${AT}`]: () => stored, [`PATCH ${AT}`]: patch });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Change Title" }));
  const input = screen.getByRole("textbox", { name: "Title" });
  await user.clear(input);
  await user.type(input, "Mine{Enter}");
  const conflict = await screen.findByText("Value now");
  await waitFor(() => expect(conflict.parentElement?.textContent).toContain("Theirs"));
  await user.click(screen.getByRole("button", { name: "Use mine" }));
  await waitFor(() => expect(screen.queryByText("Value now")).toBeNull());
});

it("a_dialog_stands_on_what_its_reader_saw_and_shows_what_changed_under_it", async () => {
  let stored = record;
  const save = ({ headers }: Sent) =>
    headers["If-Match"] === `"${stored.version}"` ? stored : new Status(412, { title: "Changed meanwhile" });
  const { sent, queries } = openPage(AT, { [`GET ${AT}`]: () => stored, [`POST ${AT}/transitions/finish`]: save });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Finish" }));
  const dialog = await screen.findByRole("dialog");
  await user.type(within(dialog).getByLabelText(/Solution/), "hers");
  await user.type(within(dialog).getByLabelText(/Reply to Zhang/), "all well");
  stored = { ...record, version: 4, title: "Slower", fields: { ...record.fields, solution: "his" } };
  await queries.invalidateQueries({ queryKey: ["record"] });
  await screen.findByRole("heading", { level: 1, name: "Slower" });
  await user.click(within(dialog).getByRole("button", { name: "Finish" }));
  const theirs = await within(dialog).findByText("Value now");
  expect(theirs.parentElement?.textContent).toContain("his");
  expect((within(dialog).getByLabelText(/Solution/) as HTMLTextAreaElement).value).toBe("hers");
  await user.click(within(dialog).getByRole("button", { name: "Use mine" }));
  await user.click(within(dialog).getByRole("button", { name: /Finish$/ }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const writes = sent.filter((one) => one.method === "POST");
  expect(writes.map((one) => one.headers["If-Match"])).toEqual(['"3"', '"4"']);
  expect(writes[1]?.body).toEqual({ fields: { solution: "hers" }, comment: { body: "all well", audience: "public" } });
});

it("a_write_that_hides_the_record_from_its_writer_says_so_and_leads_to_the_list", async () => {
  const receipt = { id: "r1", process: "report", number: "REP0000001", version: 4, entry: "REP0000001:3" };
  const { sent } = openPage(AT, { [`PATCH ${AT}`]: receipt });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Change Title" }));
  await user.type(screen.getByRole("textbox", { name: "Title" }), "er{Enter}");
  expect(await screen.findByText("REP0000001 is saved. After this change you may no longer see it.")).toBeTruthy();
  expect(await screen.findByRole("table")).toBeTruthy();
  expect(sent.filter(({ method }) => method === "PATCH")).toHaveLength(1);
});

it("a_session_that_ends_while_writing_is_renewed_in_place", async () => {
  let over = true;
  const answer = () => (over ? new Status(401, { title: "Not signed in" }) : record);
  const signIn = () => {
    over = false;
    return {};
  };
  const { sent } = openPage(AT, { [`POST ${AT}/comments`]: answer, "POST /sign-in": signIn });
  const user = userEvent.setup();
  const note = await screen.findByRole("form", { name: "Internal note" });
  await user.type(within(note).getByRole("textbox"), "kept");
  await user.click(within(note).getByRole("button", { name: "Save note" }));
  const dialog = await screen.findByRole("dialog", { name: "Your session has ended" });
  expect((within(dialog).getByLabelText("Login") as HTMLInputElement).value).toBe("wang");
  await user.type(within(dialog).getByLabelText("Password"), "secret");
  await user.click(within(dialog).getByRole("button", { name: "Sign in" }));
  await waitFor(() => expect(screen.queryByRole("dialog", { name: "Your session has ended" })).toBeNull());
  expect((within(note).getByRole("textbox") as HTMLTextAreaElement).value).toBe("kept");
  await user.click(within(note).getByRole("button", { name: "Save note" }));
  await waitFor(() => expect((within(note).getByRole("textbox") as HTMLTextAreaElement).value).toBe(""));
  const keys = sent.filter(({ path }) => path.endsWith("/comments")).map(({ headers }) => headers["Idempotency-Key"]);
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1]);
});

it("a_long_text_in_the_timeline_stands_folded", async () => {
  const text = "line\n".repeat(100);
  const changes = [{ field: "solution", from: null, to: text, erased: false }];
  const entry = { ...history[1], n: 3, action: "updated", to: undefined, changes };
  openPage(AT, { [`GET ${AT}/history`]: { items: [entry, ...history], next: null } });
  const timeline = await screen.findByRole("region", { name: "Timeline" });
  await waitFor(() => expect(within(timeline).getByText("Solution").closest("details")?.open).toBe(false));
});

it("what_an_action_needs_to_be_told_is_what_its_offer_says", async () => {
  const offer = (id: string, label: string, comment: Action["comment"]): Action => {
    return {
      id,
      label: { zh: label, en: label },
      allowed: true,
      requires: [],
      asks: [],
      comment,
      leads: id.startsWith("transition:") ? "on" : null,
      is_main: false,
      voters: [],
      to_steps: [],
    };
  };
  const actions = [offer("transition:drop", "Drop", "reason"), offer("convert:report", "Turn", "none")];
  openPage(AT, { [`GET ${AT}`]: { ...record, actions } });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Drop" }));
  expect(await screen.findByLabelText(/^ *Reason.*required/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Go back" }));
  await user.click(screen.getByRole("button", { name: "More actions" }));
  await user.click(await screen.findByText("Turn"));
  const dialogs = await screen.findAllByRole("dialog");
  expect(dialogs.some((dialog) => within(dialog).queryByRole("textbox"))).toBe(false);
});

it("a_deputy_votes_for_whom_the_offer_names", async () => {
  const person = (id: string, title: string) => ({ id, process: "report", number: "REP0000007", title });
  const [lea, max] = [person("p8", "Lea"), person("p9", "Max")];
  const approval = {
    id: "a1",
    transition: "finish",
    form: "all",
    share: null,
    outcome: "pending",
    asked_by: person("p5", "Ann"),
    asked_at: "2026-11-20T01:00:00Z",
    voters: [lea, max],
    votes: [{ voter: lea, deputy: null, at: "2026-11-20T02:00:00Z", agrees: true, opinion: null }],
    urged: 0,
    ...{ awaited: [max], steps: [], signers: [], copies: [] },
  };
  const vote = {
    id: "vote:a1",
    label: { zh: "投票", en: "Vote" },
    allowed: true,
    requires: [],
    asks: [],
    comment: "none",
    to_steps: [],
  };
  const answer = { ...record, approvals: [approval], actions: [{ ...vote, voters: [max] }] };
  const { sent } = openPage(AT, {
    "GET /me": { ...me, deputises: [lea, max] },
    [`GET ${AT}`]: answer,
    [`POST ${AT}/approvals/a1/votes`]: record,
  });
  expect(await screen.findByText("Vote for Max")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Agree" }));
  await waitFor(() => expect(sent.find((one) => one.method === "POST")?.body).toEqual({ agrees: true, voter: "p9" }));
});

it("the_main_button_is_the_one_that_the_offers_name_and_what_ends_the_record_stands_last", async () => {
  const offer = (id: string, leads: Action["leads"], is_main = false) => ({
    ...record.actions[0],
    id: `transition:${id}`,
    label: { zh: id, en: id },
    leads,
    is_main,
  });
  const actions = [offer("cancel", "out"), offer("urge", "nowhere"), offer("finish", "on", true)];
  openPage(AT, { [`GET ${AT}`]: { ...record, actions } });
  const bar = await screen.findByRole("toolbar", { name: "Actions" });
  const buttons = within(bar).getAllByRole("button");
  const found = buttons.map((it) => `${it.textContent}${it.className.includes("primary") ? "!" : ""}`);
  expect(found).toEqual(["finish!", "urge", "cancel"]);
});

it("an_enter_that_is_held_takes_no_further_step_and_is_a_line_in_its_dialog", async () => {
  openPage(AT);
  const step = await screen.findByRole("button", { name: "Finish" });
  expect(fireEvent.keyDown(step, { key: "Enter", repeat: true })).toBe(false);
  await userEvent.click(step);
  const [box] = within(await screen.findByRole("dialog")).getAllByRole("textbox");
  expect(fireEvent.keyDown(box as HTMLElement, { key: "Enter", repeat: true })).toBe(true);
});
