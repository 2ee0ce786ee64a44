// Texts that are put in while one writes: found by `::`, chosen by keys, marked where nothing could be filled in.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage, type Sent, Status } from "../test/page";
import { record } from "../test/world";
import { soughtAt } from "./template";

const AT = "/records/report/REP0000001";
const template = (title: string, text: string, more = {}) => ({
  number: "TXT0000001",
  title,
  keyword: "rec",
  internal_only: false,
  text,
  gaps: [],
  ...more,
});
const gap = { zh: "客户", en: "customer" };
const answers = (items: object[]) => ({ [`GET ${AT}/texts`]: { items }, "PUT /drafts/note.REP0000001": {} });
const asked = (sent: Sent[]) =>
  sent.filter(({ path }) => path.includes("/texts")).map(({ path }) => path.split("?")[1]);

async function noteArea() {
  const form = await screen.findByRole("form", { name: "Internal note" });
  return within(form).getByRole("textbox") as HTMLTextAreaElement;
}

it("a_text_is_looked_for_after_two_colons_of_either_width", () => {
  expect(soughtAt("Hello ::re", 10)).toEqual({ sought: "re", from: 6, to: 10 });
  expect(soughtAt("：：已", 3)).toEqual({ sought: "已", from: 0, to: 3 });
  expect(soughtAt("a: b", 4)).toBeUndefined();
  expect(soughtAt("::a b", 5)).toBeUndefined();
});

it("the_arrows_choose_and_enter_puts_the_text_where_it_was_looked_for", async () => {
  const { sent } = openPage(
    AT,
    answers([template("First", "one"), template("Second", "two", { number: "TXT0000002" })]),
  );
  const user = userEvent.setup();
  const area = await noteArea();
  await user.type(area, "Dear all, ::re");
  await screen.findByRole("option", { name: /First/ });
  expect(asked(sent).at(-1)).toBe("q=re&audience=internal");
  await user.keyboard("{ArrowDown}{Enter}");
  await waitFor(() => expect(area.value).toBe("Dear all, two"));
  expect(screen.queryByRole("listbox", { name: "Text templates" })).toBeNull();
});

it("what_could_not_be_filled_in_is_said_and_escape_leaves_the_words", async () => {
  openPage(AT, answers([template("First", "for 〔customer: missing〕", { gaps: [gap] })]));
  const user = userEvent.setup();
  const area = await noteArea();
  await user.type(area, "::");
  await screen.findByRole("option", { name: /First/ });
  await user.keyboard("{Escape}");
  expect(area.value).toBe("::");
  await user.type(area, "r");
  await screen.findByRole("option", { name: /First/ });
  await user.keyboard("{Enter}");
  await screen.findByText(/Nothing to fill in for customer/);
});

it("where_there_is_no_text_yet_it_says_what_would_be_here", async () => {
  openPage(AT, answers([]));
  const user = userEvent.setup();
  await user.type(await noteArea(), "::");
  await screen.findByText(/There is no text template yet/);
});

it("f_plt_06_words_with_a_gap_go_to_the_customer_once_their_writer_says_so", async () => {
  const gaps = { field: "body", code: "gaps", message: "customer is not filled in" };
  const refused = {
    title: "Some fields are wrong",
    status: 422,
    detail: "Comment: customer is not filled in",
    fields: [gaps],
  };
  const { sent } = openPage(AT, {
    "PUT /drafts/reply.REP0000001": {},
    "DELETE /drafts/reply.REP0000001": {},
    [`POST ${AT}/comments`]: ({ body }: Sent) =>
      (body as { with_gaps?: boolean }).with_gaps ? record : new Status(422, refused),
  });
  const user = userEvent.setup();
  const form = await screen.findByRole("form", { name: /Reply/ });
  const area = within(form).getByRole("textbox") as HTMLTextAreaElement;
  await user.type(area, "Dear 〔customer: missing〕");
  await user.keyboard("{Control>}{Enter}{/Control}");
  await within(form).findByText(/customer is not filled in/);
  // What is written otherwise is asked for anew.
  await user.type(area, "!");
  expect(within(form).queryByRole("button", { name: "Send with the gaps" })).toBeNull();
  await user.keyboard("{Control>}{Enter}{/Control}");
  await user.click(await within(form).findByRole("button", { name: "Send with the gaps" }));
  await waitFor(() => expect(area.value).toBe(""));
  const bodies = sent.filter(({ path }) => path.endsWith("/comments")).map(({ body }) => body);
  const words = "Dear 〔customer: missing〕!";
  expect(bodies.at(-1)).toEqual({ body: words, audience: "public", with_gaps: true });
  expect(bodies.at(-2)).toEqual({ body: words, audience: "public" });
});
