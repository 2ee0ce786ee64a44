// What comes by another's hand shows itself; one's own doing does not. Steps that count themselves stand in one line.
import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage } from "../test/page";
import { definitions, history, record } from "../test/world";

const AT = "/records/report/REP0000001";
const cell = (field: string) => document.querySelector(`[data-field=${field}]`) as HTMLElement;

it("a_field_and_an_entry_that_another_changed_show_themselves_for_a_moment", async () => {
  let now = record;
  let entries = history;
  const { queries } = openPage(AT, {
    [`GET ${AT}`]: () => now,
    [`GET ${AT}/history`]: () => ({ items: entries, next: null }),
  });
  await screen.findByText(/ask Li/);
  await waitFor(() => expect(cell("impact").textContent).not.toBe(""));
  expect(document.querySelector("[data-came]")).toBeNull();
  now = { ...record, entry: "REP0000001:3", version: 4, fields: { ...record.fields, impact: "high" } };
  const [said] = history;
  if (said)
    entries = [{ ...said, n: 3, actor: { ...said.actor, id: "c1", title: "Zhang" } as typeof said.actor }, ...history];
  await act(() => queries.invalidateQueries({ queryKey: ["record"] }));
  await waitFor(() => expect(cell("impact").dataset.came).toBe("true"));
  expect(cell("requester").dataset.came).toBeUndefined();
  await waitFor(() => expect(document.getElementById("entry-3")?.dataset.came).toBe("true"));
  expect(document.getElementById("entry-2")?.dataset.came).toBeUndefined();
});

it("what_one_has_done_oneself_does_not_flash", async () => {
  const done = { ...record, entry: "REP0000001:5", version: 4, fields: { ...record.fields, impact: "high" } };
  openPage(AT, { [`POST ${AT}/comments`]: done });
  const note = await screen.findByRole("textbox", { name: "Internal note" });
  await userEvent.setup().type(note, "done{Control>}{Enter}{/Control}");
  await waitFor(() => expect(cell("impact").textContent).toContain("High"));
  expect(cell("impact").dataset.came).toBeUndefined();
});

it("steps_that_count_themselves_stand_in_one_line_of_figures", async () => {
  const [process] = definitions.processes;
  if (!process) throw new Error("a process");
  const urge = {
    ...process.transitions[0],
    id: "urge",
    label: { zh: "催办", en: "Urge" },
    to: null,
    counts: ["score"],
  };
  const counting = { ...process, transitions: [...process.transitions, urge] };
  openPage(AT, {
    "GET /definitions": { ...definitions, processes: [counting] },
    [`GET ${AT}`]: { ...record, fields: { ...record.fields, score: 2 }, watchers: 3 },
  });
  expect((await screen.findByRole("list", { name: "Figures" })).textContent).toBe("Urge: 2×3 following");
  expect(cell("score")).toBeNull();
});
