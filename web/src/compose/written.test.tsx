// Somebody whose name is written out after an @ hears of it, though chosen from no list; who is nobody's name is told.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage } from "../test/page";
import { definitions, record } from "../test/world";

const AT = "/records/report/REP0000001";
const [report] = definitions.processes;
const withPeople = {
  ...definitions,
  processes: [...definitions.processes, { ...report, id: "person", prefix: "PER", content: "person" }],
};
const called = (title: string, number: string) => ({ ...record, id: number, process: "person", title, number });

it("a_name_written_out_is_sent_as_whoever_is_called_so_and_one_that_nobody_has_is_told", async () => {
  const { sent } = openPage(AT, {
    "GET /definitions": withPeople,
    "GET /records/person": ({ path }: { path: string }) => {
      const asked = decodeURIComponent(/q=([^&]*)/.exec(path)?.[1] ?? "");
      const items = [called("苏小雨", "PER0000020")].filter(({ title }) => title.includes(asked));
      return { items, next: null };
    },
    [`POST ${AT}/comments`]: record,
    "PUT /drafts/note.REP0000001": {},
    "DELETE /drafts/note.REP0000001": {},
  });
  const user = userEvent.setup();
  const note = await screen.findByRole("form", { name: "Internal note" });
  await user.click(within(note).getByRole("textbox"));
  await user.paste("还有@苏小雨看看，@秦明 ");
  expect(await within(note).findByText("@秦明 notifies nobody")).toBeTruthy();
  await user.click(within(note).getByRole("button", { name: "Save note" }));
  const posts = () => sent.filter(({ method }) => method === "POST");
  await waitFor(() => expect(posts()).toHaveLength(1));
  expect(posts()[0]?.body).toMatchObject({ body: "还有@PER0000020看看，@秦明" });
});

it("a_name_that_can_not_be_looked_up_is_told_before_it_is_sent_and_sent_when_pressed_once_more", async () => {
  const { sent } = openPage(AT, {
    "GET /definitions": withPeople,
    [`POST ${AT}/comments`]: record,
    "PUT /drafts/note.REP0000001": {},
    "DELETE /drafts/note.REP0000001": {},
  });
  const user = userEvent.setup();
  const note = await screen.findByRole("form", { name: "Internal note" });
  await user.click(within(note).getByRole("textbox"));
  await user.paste("@苏小雨 please look");
  const press = () => user.click(within(note).getByRole("button", { name: "Save note" }));
  const posts = () => sent.filter(({ method }) => method === "POST");
  await press();
  expect(await within(note).findByText(/Who @苏小雨 is could not be looked up/)).toBeTruthy();
  expect(posts()).toHaveLength(0);
  await press();
  await waitFor(() => expect(posts()).toHaveLength(1));
  expect(posts()[0]?.body).toMatchObject({ body: "@苏小雨 please look" });
});
