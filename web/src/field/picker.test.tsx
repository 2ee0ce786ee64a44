// What is typed into a picker is what it takes: a name over the value that was there, a day without its dashes.
import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Field } from "../api/wire";
import { openPage } from "../test/page";
import { definitions } from "../test/world";

const one = (id: string, title: string) => ({
  ...{ id, process: "report", number: `REP${id}`, title, state: "new", fields: {}, clocks: [], is_void: false },
});
const all = [one("1", "Zhang"), one("2", "Grand Wang"), one("3", "Wang"), one("4", "Wang Li")];

it("enter_takes_the_best_match_of_what_is_typed_and_not_the_value_that_was_there", async () => {
  const { sent } = openPage("/records/report/new", {
    "GET /records/report": ({ path }: { path: string }) => {
      const q = new URLSearchParams(path.split("?")[1]).get("q")?.toLowerCase() ?? "";
      return { items: all.filter(({ title }) => title.toLowerCase().includes(q)), next: null };
    },
    "POST /records/report": {},
  });
  const user = userEvent.setup();
  await user.type(await screen.findByRole("textbox", { name: "Title" }), "Slow");
  await user.click(screen.getByRole("button", { name: /more fields/i }));
  const field = await screen.findByRole("combobox", { name: "Requester" });
  const titles = () => [...document.querySelectorAll(".candidate > span:first-child")].map((it) => it.textContent);
  await user.click(field);
  await user.click(await screen.findByText("Zhang"));
  await user.click(field);
  await waitFor(() => expect(titles()).toContain("Zhang"));
  await user.keyboard("wang");
  await waitFor(() => expect(titles()).toEqual(["Wang", "Wang Li", "Grand Wang"]));
  fireEvent.keyDown(field, { key: "Enter", keyCode: 13 });
  await user.click(screen.getByRole("button", { name: "Submit" }));
  await waitFor(() =>
    expect(sent.find(({ method }) => method === "POST")?.body).toMatchObject({ title: "Slow", requester: "3" }),
  );
});

it("what_is_ordered_for_somebody_is_chosen_among_what_is_offered_to_them", async () => {
  const [report] = definitions.processes;
  const requester = report?.fields.find(({ id }) => id === "requester");
  const item = { ...(requester as Field), id: "item", label: { zh: "目录项", en: "Item" }, offered_to: ["requester"] };
  const fields = [...(report?.fields.filter(({ id }) => id !== "requester") ?? []), requester, item];
  const { sent } = openPage("/records/report/new", {
    "GET /definitions": { ...definitions, processes: [{ ...report, fields }] },
    "GET /records/report": { items: all, next: null },
  });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: /more fields/i }));
  await user.click(await screen.findByRole("combobox", { name: "Requester" }));
  await user.click(await screen.findByText("Zhang"));
  expect(sent.some(({ path }) => path.includes("offered_to"))).toBe(false);
  await user.click(screen.getByRole("combobox", { name: "Item" }));
  await waitFor(() => expect(sent.some(({ path }) => path.includes("offered_to=1"))).toBe(true));
});

it("a_day_may_be_typed_without_dashes", async () => {
  const [report] = definitions.processes;
  const due = { ...(report?.fields[0] as Field), id: "due", label: { zh: "期限", en: "Due" }, kind: "date" as const };
  const { sent } = openPage("/records/report/new", {
    "GET /definitions": { ...definitions, processes: [{ ...report, title: "due", fields: [due] }] },
    "POST /records/report": {},
  });
  const field = await screen.findByLabelText(/Due/);
  fireEvent.mouseDown(field);
  fireEvent.focus(field);
  fireEvent.change(field, { target: { value: "20261101" } });
  fireEvent.keyDown(field, { key: "Enter", keyCode: 13 });
  fireEvent.blur(field);
  await waitFor(() => expect((field as HTMLInputElement).value).toBe("2026-11-01"));
  fireEvent.click(screen.getByRole("button", { name: "Submit" }));
  await waitFor(() => expect(sent.find(({ method }) => method === "POST")?.body).toEqual({ due: "2026-11-01" }));
});

it("a_day_that_there_is_not_stays_as_typed_is_told_and_mended", async () => {
  const [report] = definitions.processes;
  const due = { ...(report?.fields[0] as Field), id: "due", label: { zh: "期限", en: "Due" }, kind: "date" as const };
  const { sent } = openPage("/records/report/new", {
    "GET /definitions": { ...definitions, processes: [{ ...report, title: "due", fields: [due] }] },
    "POST /records/report": {},
  });
  const field = (await screen.findByLabelText(/Due/)) as HTMLInputElement;
  const type = (text: string) => {
    fireEvent.mouseDown(field);
    fireEvent.focus(field);
    fireEvent.change(field, { target: { value: text } });
    fireEvent.blur(field);
  };
  type("2026-11-30");
  await waitFor(() => expect(field.value).toBe("2026-11-30"));
  type("2026-11-31");
  expect((await screen.findByRole("alert")).textContent).toContain("There is no day 2026-11-31");
  expect(field.value).toBe("2026-11-31");
  expect(field.getAttribute("aria-invalid")).toBe("true");
  type("2026-11-30");
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  fireEvent.click(screen.getByRole("button", { name: "Submit" }));
  await waitFor(() => expect(sent.find(({ method }) => method === "POST")?.body).toEqual({ due: "2026-11-30" }));
});
