// Writing on a record: drafts that outlive a device, files before words, a warning when the thread moved on.
import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { Entry } from "../api/wire";
import { openPage, type Sent } from "../test/page";
import { history, me, record } from "../test/world";

const AT = "/records/report/REP0000001";
const DRAFT = "/drafts/note.REP0000001";

const noteForm = () => screen.findByRole("form", { name: "Internal note" });
const textOf = (form: HTMLElement) => (within(form).getByRole("textbox") as HTMLTextAreaElement).value;
const to = (sent: Sent[], method: string, path: string) =>
  sent.filter((one) => one.method === method && one.path === `/api/v1${path}`);
const begun = (body: string) => ({
  key: "note.REP0000001",
  kind: "note",
  process: "report",
  record: "REP0000001",
  body,
  fields: { since: 1 },
  updated_at: "2026-11-20T02:30:00Z",
  version: 1,
});

it("a_draft_reaches_the_server_once_its_writer_rests_and_is_forgotten_when_sent", async () => {
  const { sent } = openPage(AT, { [`PUT ${DRAFT}`]: {}, [`DELETE ${DRAFT}`]: {}, [`POST ${AT}/comments`]: record });
  const user = userEvent.setup();
  await user.type(within(await noteForm()).getByRole("textbox"), "look here");
  await waitFor(() => expect(to(sent, "PUT", DRAFT)).toHaveLength(1));
  const [kept] = to(sent, "PUT", DRAFT);
  expect(kept?.body).toMatchObject({ kind: "note", process: "report", record: "REP0000001", body: "look here" });
  await user.keyboard("{Control>}{Enter}{/Control}");
  await waitFor(() => expect(to(sent, "DELETE", DRAFT)).toHaveLength(1));
  expect(textOf(await noteForm())).toBe("");
});

it("what_was_begun_on_another_device_is_taken_up_but_never_over_what_stands_here", async () => {
  openPage(AT, { "GET /drafts": { items: [begun("begun at home")] } });
  const note = await noteForm();
  await waitFor(() => expect(textOf(note)).toBe("begun at home"));
});

it("what_stands_here_is_newer_than_what_was_begun_elsewhere", async () => {
  let answer: (items: unknown) => void = () => undefined;
  const asked = new Promise((done) => {
    answer = done;
  });
  const { queries } = openPage(AT, { "GET /drafts": () => asked, [`PUT ${DRAFT}`]: {} });
  const user = userEvent.setup();
  const note = await noteForm();
  await user.type(within(note).getByRole("textbox"), "here");
  await act(async () => answer({ items: [begun("begun at home")] }));
  await waitFor(() => expect(queries.getQueryData(["drafts"])).toBeTruthy());
  expect(textOf(note)).toBe("here");
});

it("a_thread_that_moved_on_while_one_was_writing_says_so_and_one_s_own_words_do_not", async () => {
  const said = (n: number, who: object, body: string): Entry => ({
    ...(history[0] as Entry),
    n,
    actor: who as Entry["actor"],
    comment: { body, audience: "public", erased: false, mentioned: [] },
  });
  const other = { id: "c1", process: "report", number: "REP0000007", title: "Zhang" };
  const mine = { ...other, id: me.id, title: me.name };
  let entries = history;
  const { queries } = openPage(AT, {
    [`GET ${AT}/history`]: () => ({ items: entries, next: null }),
    [`PUT ${DRAFT}`]: {},
  });
  const again = () => act(() => queries.invalidateQueries({ queryKey: ["record"] }));
  const user = userEvent.setup();
  const note = await noteForm();
  await screen.findByText(/ask Li/);
  await user.type(within(note).getByRole("textbox"), "I will");
  expect(within(note).queryByRole("status")).toBeNull();
  entries = [said(3, mine, "already on it"), ...history];
  await again();
  await screen.findByText("already on it");
  expect(within(note).queryByText(/while you were writing/)).toBeNull();
  entries = [said(4, other, "it works again"), ...entries];
  await again();
  expect(await within(note).findByText("1 new while you were writing")).toBeTruthy();
  expect(within(note).getByText("it works again")).toBeTruthy();
  expect(textOf(note)).toBe("I will");
});

it("files_go_first_one_after_the_other_and_one_refused_for_good_waits_no_longer", async () => {
  const names: string[] = [];
  const attached = { ...record, entry: "REP0000001:3" };
  class Line {
    status = 0;
    statusText = "";
    responseText = "";
    readonly upload = {};
    onload = () => undefined;
    open(_: string, path: string) {
      names.push(decodeURIComponent(/name=([^&]*)/.exec(path)?.[1] ?? ""));
    }
    setRequestHeader() {}
    send() {
      const refused = names.at(-1) === "bad.exe";
      this.status = refused ? 422 : 201;
      this.responseText = JSON.stringify(refused ? { title: "Not such a file" } : attached);
      queueMicrotask(() => this.onload());
    }
  }
  vi.stubGlobal("XMLHttpRequest", Line);
  const attach = { ...record.actions[2], id: "attach", label: { zh: "附件", en: "Attach" } };
  const own = { ...record, actions: [...record.actions, attach] };
  const { sent } = openPage(AT, {
    [`GET ${AT}`]: own,
    [`POST ${AT}/comments`]: own,
    [`PUT ${DRAFT}`]: {},
    [`DELETE ${DRAFT}`]: {},
  });
  const user = userEvent.setup();
  const note = await noteForm();
  await user.type(within(note).getByRole("textbox"), "see the files");
  const choose = note.querySelector("input[type=file]") as HTMLInputElement;
  await user.upload(choose, [new File(["1"], "a.log"), new File(["2"], "bad.exe"), new File(["3"], "c.log")]);
  const send = () => user.click(within(note).getByRole("button", { name: "Save note" }));
  await send();
  expect(await within(note).findByText("Not such a file")).toBeTruthy();
  expect(names).toEqual(["a.log", "bad.exe"]);
  expect(to(sent, "POST", `${AT}/comments`)).toHaveLength(0);
  await waitFor(() => expect(within(note).queryByText("bad.exe")).toBeNull());
  await send();
  await waitFor(() => expect(to(sent, "POST", `${AT}/comments`)).toHaveLength(1));
  expect(names).toEqual(["a.log", "bad.exe", "c.log"]);
});
