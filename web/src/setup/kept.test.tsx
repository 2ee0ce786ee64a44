// What is half filled in on the first day is there again after a reload and on coming back from another step.
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Process, SetupForm } from "../api/wire";
import { openPage } from "../test/page";
import { definitions, me } from "../test/world";

const both = (text: string) => ({ zh: `${text}。`, en: text });
const [report] = definitions.processes;
const unit = { ...report, id: "unit", label: both("Unit"), content: "department", prefix: "UNI" } as Process;
const unitForm: SetupForm = { process: "unit", fields: ["title"], transition: null };
const step = (id: string, forms: SetupForm[] = []) => ({
  ...{ id, label: both(id), purpose: both(id), done: false, rules: [], missing: [], forms },
});
const made = { id: "u1", process: "unit", number: "UNI0000001", title: "x", version: 1, actions: [] };

const open = (first: ReturnType<typeof step>, proposals: object[] = []) =>
  openPage("/setup", {
    "GET /me": { ...me, administers: true },
    "GET /definitions": { ...definitions, processes: [...definitions.processes, unit] },
    "GET /setup": {
      steps: [first, step("other")],
      at: null,
      dismissed: false,
      finished: false,
      roles: [],
      founding: [],
    },
    "PUT /setup": {},
    "GET /setup/proposals": { items: proposals },
    "GET /records/unit": { items: [] },
    "POST /records/unit": made,
  });
const title = () => screen.findByRole("textbox", { name: "Title" }) as Promise<HTMLInputElement>;

it("a_form_that_was_half_filled_in_is_there_again_until_it_is_sent", async () => {
  open(step("services", [unitForm]));
  await userEvent.type(await title(), "Sales");
  await userEvent.click(screen.getByRole("link", { name: /other/ }));
  await waitFor(() => expect(screen.queryByRole("textbox", { name: "Title" })).toBeNull());
  await userEvent.click(screen.getByRole("link", { name: /services/ }));
  expect((await title()).value).toBe("Sales");
  cleanup();
  open(step("services", [unitForm]));
  expect((await title()).value).toBe("Sales");
  await userEvent.click(screen.getByRole("button", { name: /Add/ }));
  await waitFor(async () => expect((await title()).value).toBe(""));
  cleanup();
  open(step("services", [unitForm]));
  expect((await title()).value).toBe("");
});

it("what_was_changed_of_a_template_is_there_again", async () => {
  const proposals = ["Sales", "Finance"].map((name) => ({ process: "unit", key: name, fields: { title: both(name) } }));
  open(step("structure", [unitForm]), proposals);
  await userEvent.click(await screen.findByRole("checkbox", { name: "Choose Finance" }));
  const [name] = screen.getAllByRole("textbox", { name: "Title" });
  await userEvent.type(name as HTMLElement, " and more");
  cleanup();
  open(step("structure", [unitForm]), proposals);
  const table = await screen.findByRole("table");
  expect((within(table).getByRole("checkbox", { name: "Choose Finance" }) as HTMLInputElement).checked).toBe(false);
  expect((within(table).getAllByRole("textbox", { name: "Title" })[0] as HTMLInputElement).value).toBe(
    "Sales and more",
  );
});
