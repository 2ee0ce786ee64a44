// My work, as our own people see it.
import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { openPage } from "../test/page";
import { definitions, record } from "../test/world";

it("what_nobody_has_yet_is_a_figure_and_a_list_of_our_own_people", async () => {
  const [report] = definitions.processes;
  const title = report?.fields[0];
  const fields = [...(report?.fields ?? []), { ...title, id: "assignee" }, { ...title, id: "group" }];
  const free = (path: string) => decodeURIComponent(path).includes("!has(record.assignee) && !has(record.group)");
  const due = { ...record, due_at: "2020-01-01T00:00:00Z" };
  const { sent } = openPage("/", {
    "GET /definitions": { ...definitions, processes: [{ ...report, fields }] },
    "GET /records": ({ path }: { path: string }) => ({ items: free(path) ? [due] : [], next: null }),
  });
  const list = await screen.findByRole("region", { name: "Not assigned yet" });
  expect(await within(list).findByRole("link", { name: "Slow" })).toBeTruthy();
  const figures = within(screen.getByRole("navigation", { name: "At a glance" })).getAllByRole("link");
  expect(figures).toHaveLength(4);
  expect(figures.map((figure) => figure.getAttribute("href"))).toEqual(["#mine", "#waiting", "#group", "#unassigned"]);
  expect(figures[3]?.textContent).toBe("1Not assigned yet1 of them past due");
  expect(sent.find(({ path }) => free(path))?.path).toContain("sort=due_at");
  expect(sent.some(({ path }) => free(path) && path.includes(encodeURIComponent('["report"]')))).toBe(true);
});

it("the_time_in_a_row_says_what_it_is_of", async () => {
  openPage("/", { "GET /records": { items: [record], next: null } });
  const list = await screen.findByRole("region", { name: "Assigned to me" });
  expect(await within(list).findByText(/^updated /)).toBeTruthy();
});
