// What is written and sent: nothing of it is lost, nothing is done twice, nobody else reads it.
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { openPage, type Sent, Status } from "../test/page";
import { me, record } from "../test/world";

const AT = "/records/report/REP0000001";
const LOST = new Status(502, { title: "Bad gateway" });

const noteForm = () => screen.findByRole("form", { name: "Internal note" });
const textOf = (form: HTMLElement) => (within(form).getByRole("textbox") as HTMLTextAreaElement).value;
const posts = (sent: Sent[]) => sent.filter((one) => one.method === "POST");
const keys = (sent: Sent[]) => posts(sent).map((one) => one.headers["Idempotency-Key"]);

it("what_is_typed_while_a_note_is_being_sent_stays", async () => {
  let answer: (written: unknown) => void = () => undefined;
  const sending = new Promise((done) => {
    answer = done;
  });
  const { sent } = openPage(AT, { [`POST ${AT}/comments`]: () => sending });
  const user = userEvent.setup();
  const note = await noteForm();
  await user.type(within(note).getByRole("textbox"), "one");
  await user.keyboard("{Control>}{Enter}{/Control}");
  await waitFor(() => expect(posts(sent)).toHaveLength(1));
  await user.type(within(note).getByRole("textbox"), " two");
  answer(record);
  await waitFor(() =>
    expect(within(note).getByRole("button", { name: /Save note/ }).className).not.toContain("loading"),
  );
  await user.keyboard("{Control>}{Enter}{/Control}");
  await waitFor(() => expect(posts(sent).map((one) => one.body)).toHaveLength(2));
  expect(posts(sent)[1]?.body).toEqual({ body: "one two", audience: "internal" });
  await waitFor(() => expect(textOf(note)).toBe(""));
});

it("a_draft_is_its_writer_s_alone_and_ends_with_signing_out", async () => {
  const user = userEvent.setup();
  openPage(AT);
  await user.type(within(await noteForm()).getByRole("textbox"), "mine");
  cleanup();
  openPage(AT, { "GET /me": { ...me, id: "p2", name: "Li" } });
  expect(textOf(await noteForm())).toBe("");
  cleanup();
  openPage(AT, { "POST /sign-out": {} });
  expect(textOf(await noteForm())).toBe("mine");
  await user.click(screen.getByRole("button", { name: /Wang/ }));
  await user.click(await screen.findByText("Sign out"));
  await waitFor(() => expect(Object.keys(sessionStorage)).toEqual([]));
});

it("a_note_whose_answer_was_lost_is_sent_again_under_its_key", async () => {
  const { sent } = openPage(AT, { [`POST ${AT}/comments`]: LOST });
  const user = userEvent.setup();
  const note = await noteForm();
  const send = async (times: number) => {
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(posts(sent)).toHaveLength(times));
    await within(note).findByRole("alert");
    await waitFor(() =>
      expect(within(note).getByRole("button", { name: /Save note/ }).className).not.toContain("loading"),
    );
  };
  await user.type(within(note).getByRole("textbox"), "once");
  await send(1);
  await send(2);
  await user.type(within(note).getByRole("textbox"), " more");
  await send(3);
  const [first, again, other] = keys(sent);
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});

it("a_step_whose_answer_was_lost_is_sent_again_under_its_key", async () => {
  const { sent } = openPage(AT, { [`POST ${AT}/transitions/finish`]: LOST });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Finish" }));
  const solution = await screen.findByLabelText(/Solution/);
  const form = solution.closest("form") as HTMLFormElement;
  const send = async (text: string, times: number) => {
    fireEvent.change(solution, { target: { value: text } });
    fireEvent.submit(form);
    await waitFor(() => expect(posts(sent)).toHaveLength(times));
    await screen.findByText("Bad gateway");
  };
  await send("restarted", 1);
  await send("restarted", 2);
  await send("restarted twice", 3);
  // Where the first has arrived, the server refuses the same key with other content.
  expect(new Set(keys(sent)).size).toBe(1);
});

it.each(["optional", "none"])("a_step_with_nothing_to_give_is_done_at_the_press: %s", async (comment) => {
  const own = {
    ...record,
    actions: record.actions.map((action) => ({ ...action, requires: [], asks: [], comment })),
  };
  const { sent } = openPage(AT, { [`GET ${AT}`]: own, [`POST ${AT}/transitions/finish`]: LOST });
  await userEvent.setup().click(await screen.findByRole("button", { name: "Finish" }));
  await waitFor(() => expect(posts(sent)).toHaveLength(1));
});

it("a_file_whose_answer_was_lost_waits_and_is_sent_again_under_its_key", async () => {
  const used: (string | undefined)[] = [];
  class Line {
    readonly upload = {};
    onerror = () => undefined;
    open() {}
    setRequestHeader(name: string, value: string) {
      if (name === "Idempotency-Key") used.push(value);
    }
    send() {
      queueMicrotask(() => this.onerror());
    }
  }
  vi.stubGlobal("XMLHttpRequest", Line);
  const attach = {
    id: "attach",
    label: me.roles[0]?.label,
    allowed: true,
    requires: [],
    asks: [],
    comment: "optional",
  };
  const own = { ...record, actions: [attach] };
  openPage(AT, { [`GET ${AT}`]: own });
  const user = userEvent.setup();
  await user.upload(await screen.findByLabelText("Attach a file"), new File(["log"], "log.txt"));
  await waitFor(() => expect(used).toHaveLength(1));
  await screen.findByText("log.txt", { selector: "[role=status]" });
  await user.click(await screen.findByRole("button", { name: /^Attach a file/ }));
  await waitFor(() => expect(used).toHaveLength(2));
  expect(used[1]).toBe(used[0]);
});
