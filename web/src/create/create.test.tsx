// The create form: little asked first, derived fields never, values kept on refusal.
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage, Status } from "../test/page";

it("asks_little_marks_what_is_filled_and_shows_a_refusal_at_its_field", async () => {
  const refusal = {
    title: "Fields are wrong",
    fields: [{ field: "title", code: "too_long", message: "At most 3 characters" }],
  };
  const { sent } = openPage("/records/report/new", { "POST /records/report": new Status(422, refusal) });
  const user = userEvent.setup();
  const title = await screen.findByLabelText(/Title/);
  expect(screen.queryByLabelText(/Solution/)).toBeNull();
  expect(screen.queryByLabelText(/Score/)).toBeNull();
  expect(screen.getByText("filled in")).toBeTruthy();
  await user.type(title, "Very slow");
  await user.click(screen.getByRole("button", { name: "Submit" }));
  expect(await screen.findByText("At most 3 characters")).toBeTruthy();
  expect((title as HTMLInputElement).value).toBe("Very slow");
  const writes = sent.filter((one) => one.method === "POST");
  expect(writes[0]?.body).toEqual({ title: "Very slow", impact: "low" });
  await user.click(screen.getByRole("button", { name: "Submit" }));
  const keys = sent.filter((one) => one.method === "POST").map((one) => one.headers["Idempotency-Key"]);
  expect(keys[0]).toBe(keys[1]);
});

it("a_button_keeps_its_name_while_it_waits", async () => {
  openPage("/records/report/new", { "POST /records/report": () => new Promise(() => undefined) });
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText(/Title/), "Slow");
  const submit = screen.getByRole("button", { name: "Submit" });
  await user.click(submit);
  await waitFor(() => expect(submit.querySelector(".anticon-loading")).toBeTruthy());
  expect(screen.getByRole("button", { name: "Submit" })).toBe(submit);
});

it("nothing_pasted_is_cut_off_and_what_is_too_long_is_counted_and_left_to_the_server", async () => {
  const refusal = {
    title: "Fields are wrong",
    fields: [{ field: "title", code: "too_long", message: "too long, at most 100" }],
  };
  const { sent } = openPage("/records/report/new", { "POST /records/report": new Status(422, refusal) });
  const user = userEvent.setup();
  const title = (await screen.findByRole("textbox", { name: "Title" })) as HTMLInputElement;
  await user.click(title);
  await user.paste("字".repeat(95));
  expect(await screen.findByText("95 of 100 characters")).toBeTruthy();
  await user.paste("𠮷".repeat(15));
  expect(await screen.findByText("110 of 100 characters, 10 too many")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Submit" }));
  expect(await screen.findByText("too long, at most 100")).toBeTruthy();
  expect([...title.value]).toHaveLength(110);
  await waitFor(() => expect(document.activeElement).toBe(title));
  const bodies = sent.filter(({ method }) => method === "POST").map(({ body }) => body as { title: string });
  expect(bodies.map((body) => [...body.title].length)).toEqual([110]);
});
