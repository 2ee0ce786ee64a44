// What is entered in the dialog of a step is there again when that dialog is opened again, until the step is done.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage } from "../test/page";
import { record } from "../test/world";

const AT = "/records/report/REP0000001";

async function openStep(user: ReturnType<typeof userEvent.setup>) {
  await user.click(await screen.findByRole("button", { name: "Finish" }));
  const dialog = await screen.findByRole("dialog");
  const box = (name: RegExp) => within(dialog).getByRole("textbox", { name }) as HTMLTextAreaElement;
  return { dialog, solution: box(/Solution/), reply: box(/Reply/) };
}
const gone = () => waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());

it("what_was_entered_in_the_dialog_of_a_step_is_there_again_after_escape_and_gone_once_it_is_done", async () => {
  const { sent } = openPage(AT, { [`POST ${AT}/transitions/finish`]: record });
  const user = userEvent.setup();
  const first = await openStep(user);
  await user.type(first.solution, "restarted");
  await user.type(first.reply, "it works");
  await user.keyboard("{Escape}");
  await gone();
  const second = await openStep(user);
  expect(second.solution.value).toBe("restarted");
  expect(second.reply.value).toBe("it works");
  await user.click(within(second.dialog).getByRole("button", { name: "Finish" }));
  await gone();
  expect(sent.find(({ method }) => method === "POST")?.body).toMatchObject({ fields: { solution: "restarted" } });
  const third = await openStep(user);
  expect(third.solution.value).toBe("");
  expect(third.reply.value).toBe("");
});

it("what_was_entered_and_somebody_else_entered_meanwhile_is_a_conflict_when_the_dialog_is_opened_again", async () => {
  let solution: string | undefined;
  const { queries } = openPage(AT, { [`GET ${AT}`]: () => ({ ...record, fields: { ...record.fields, solution } }) });
  const user = userEvent.setup();
  await user.type((await openStep(user)).solution, "mine");
  await user.keyboard("{Escape}");
  await gone();
  solution = "theirs";
  await queries.invalidateQueries({ queryKey: ["record"] });
  const { dialog } = await openStep(user);
  expect(await within(dialog).findByText("theirs")).toBeTruthy();
  await user.click(within(dialog).getByRole("button", { name: /mine/i }));
  await user.keyboard("{Escape}");
  await gone();
  expect(within((await openStep(user)).dialog).queryByText("theirs")).toBeNull();
});
