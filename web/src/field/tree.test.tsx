// Records that belong to each other are chosen from a tree; what is typed finds them as ever.
import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Field, ListedRecord, Process } from "../api/wire";
import { openPage } from "../test/page";
import { definitions, record } from "../test/world";
import { inTree, parentField } from "./tree";

const [report] = definitions.processes as [Process];
const [title] = report.fields as [Field];
const parent: Field = { ...title, id: "parent", label: { zh: "上级", en: "Parent" }, kind: "reference", to: ["unit"] };
const unit: Process = {
  ...report,
  ...{ id: "unit", prefix: "UNI", lifetime: "standing", fields: [{ ...title, required: true }, parent] },
  ...{ list: ["title", "parent"], transitions: [], clocks: [] },
};
const named = (name: string) => ({ id: name, process: "unit", number: `UNI-${name}`, title: name });
const one = (name: string, above?: string): ListedRecord => ({
  ...{ ...record, ...named(name), clocks: [] },
  fields: above ? { title: name, parent: named(above) } : { title: name },
});
const units = [
  one("Office"),
  one("Network", "Service"),
  one("Service", "Office"),
  one("Sales", "Office"),
  one("Audit"),
];
const drawn = (records: ListedRecord[]) =>
  inTree(records, parent).map(({ record, depth }) => `${depth} ${record.title}`);

it("each_stands_below_what_it_belongs_to_and_a_ring_loses_nothing", () => {
  expect(drawn(units)).toEqual(["0 Office", "1 Service", "2 Network", "1 Sales", "0 Audit"]);
  expect(drawn([one("A", "B"), one("B", "A"), one("C", "C"), one("D", "gone")])).toEqual(["0 C", "0 D", "0 A", "1 B"]);
});

it("only_what_lives_on_and_belongs_to_its_own_kind_is_a_tree", () => {
  expect(parentField(unit)?.id).toBe("parent");
  expect(parentField({ ...unit, lifetime: "work" })).toBeUndefined();
  expect(parentField({ ...unit, fields: [title, { ...parent, to: ["unit", "report"] }] })).toBeUndefined();
});

it("f_plt_01_a_unit_is_chosen_from_the_tree_or_by_what_is_typed", async () => {
  const belongs: Field = { ...parent, id: "belongs", label: { zh: "单位", en: "Unit" } };
  const { sent } = openPage("/records/report/new", {
    "GET /definitions": { ...definitions, processes: [{ ...report, fields: [title, belongs] }, unit] },
    "GET /records/unit": ({ path }: { path: string }) => {
      const q = new URLSearchParams(path.split("?")[1]).get("q")?.toLowerCase() ?? "";
      return { items: units.filter((one) => one.title.toLowerCase().includes(q)), next: null };
    },
    "POST /records/report": {},
  });
  const user = userEvent.setup();
  const field = await screen.findByRole("combobox", { name: "Unit" });
  const lines = () => [...document.querySelectorAll<HTMLElement>(".candidate")];
  const words = () => lines().map((line) => line.querySelector("span")?.textContent);
  await user.click(field);
  await waitFor(() => expect(words()).toEqual(["Office", "Service", "Network", "Sales", "Audit"]));
  expect(lines().map((line) => Number.parseInt(line.style.paddingInlineStart || "0", 10))).toEqual([0, 16, 32, 16, 0]);
  await user.keyboard("net");
  await waitFor(() => expect(words()).toEqual(["Network Service"]));
  fireEvent.keyDown(field, { key: "Enter", keyCode: 13 });
  await user.type(screen.getByRole("textbox", { name: "Title" }), "Slow");
  await user.click(screen.getByRole("button", { name: "Submit" }));
  await waitFor(() =>
    expect(sent.find(({ method }) => method === "POST")?.body).toMatchObject({ title: "Slow", belongs: "Network" }),
  );
});
